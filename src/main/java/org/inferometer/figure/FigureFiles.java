package org.inferometer.figure;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/** Writes a figure in every format, each with the same content. */
final class FigureFiles {
  private FigureFiles() {}

  /**
   * Writes {@code <name>.png}, {@code .pdf}, {@code .svg}, {@code .tex}, {@code .dat}, {@code
   * .csv}. The pictures carry their caption, so that each of them says what it shows wherever it
   * goes.
   */
  static List<Path> write(ChartSpec spec, Path folder) {
    String name = spec.caption().name();
    try {
      Files.createDirectories(folder);
      Picture picture = Picture.of(spec.with(spec.caption().alone()));
      Map<Path, byte[]> files = new LinkedHashMap<>();
      files.put(folder.resolve(name + ".png"), Png.of(picture, 300));
      files.put(folder.resolve(name + ".pdf"), pdf(picture));
      files.put(folder.resolve(name + ".svg"), svg(picture));
      files.put(folder.resolve(name + ".tex"), utf8(PgfPlots.of(spec)));
      files.put(folder.resolve(name + ".dat"), utf8(DataFile.of(spec)));
      files.put(folder.resolve(name + ".csv"), utf8(DataCsv.of(spec)));
      write(files);
      return List.copyOf(files.keySet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the figure " + folder.resolve(name), e);
    }
  }

  /** All of them beside their places first, so that a full disk leaves no part of a figure. */
  private static void write(Map<Path, byte[]> files) throws IOException {
    try {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        Files.write(beside(file.getKey()), file.getValue());
      }
      for (Path file : files.keySet()) {
        Files.move(
            beside(file),
            file,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (Path file : files.keySet()) {
        Files.deleteIfExists(beside(file));
      }
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  static byte[] svg(Picture picture) {
    SvgSheet sheet = new SvgSheet("");
    SvgOutlines outlines = new SvgOutlines("xlink:href");
    picture.paint(new SvgCanvas(sheet, outlines, FigureFiles::hex));
    String svg =
        String.format(
            Locale.ROOT,
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
            version="1.1" width="%.2fpt" height="%.2fpt" viewBox="0 0 %d %d">
            """,
            picture.width(),
            picture.height(),
            SvgPath.units(picture.width()),
            SvgPath.units(picture.height()));
    String content = sheet.content();
    return utf8(svg + outlines.definitions() + content + "</svg>\n");
  }

  /** A colour without its transparency, as SVG writes it. */
  static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
  }
}
