package org.inferometer.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/** Writes a figure in every format, each with the same content. */
final class FigureFiles {
  private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}(E-?\\d+)?");

  private FigureFiles() {}

  /**
   * Writes {@code <name>.png}, {@code .pdf}, {@code .svg}, {@code .tex}, {@code .dat}, {@code
   * .csv}.
   */
  static List<Path> write(ChartSpec spec, Path folder) {
    String name = spec.caption().name();
    Picture picture = Picture.of(spec);
    try {
      Files.createDirectories(folder);
      return List.of(
          Files.write(folder.resolve(name + ".png"), Png.of(picture, 300)),
          Files.write(folder.resolve(name + ".pdf"), pdf(picture)),
          Files.write(folder.resolve(name + ".svg"), svg(picture)),
          Files.writeString(folder.resolve(name + ".tex"), PgfPlots.of(spec)),
          Files.writeString(folder.resolve(name + ".dat"), DataFile.of(spec)),
          Files.writeString(folder.resolve(name + ".csv"), Csv.of(spec)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the figure " + folder.resolve(name), e);
    }
  }

  static byte[] pdf(Picture picture) throws IOException {
    float width = (float) picture.width();
    float height = (float) picture.height();
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage(new PDRectangle(width, height));
      document.addPage(page);
      PdfBoxGraphics2D g = new PdfBoxGraphics2D(document, width, height);
      picture.paint(g);
      g.dispose();
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.transform(new Matrix());
        content.drawForm(g.getXFormObject());
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  static byte[] svg(Picture picture) throws IOException {
    VectorGraphics2D g = new VectorGraphics2D();
    picture.paint(g);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(g.getCommands(), new PageSize(picture.width(), picture.height()))
        .writeTo(out);
    return shortened(out.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  /** Two decimals of a point are far below what any printer shows. */
  private static String shortened(String svg) {
    return LONG_NUMBER
        .matcher(svg)
        .replaceAll(n -> Ticks.label(Math.round(Double.parseDouble(n.group()) * 100) / 100.0));
  }
}
