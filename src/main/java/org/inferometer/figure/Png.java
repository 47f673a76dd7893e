package org.inferometer.figure;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture as pixels. */
final class Png {
  /** Offset of the first chunk after the header chunk. */
  private static final int AFTER_HEADER = 33;

  private Png() {}

  /** A PNG file that says its resolution, so that programs place it at print size. */
  static byte[] of(Picture picture, int dotsPerInch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0.6f);
    try (ImageOutputStream file = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(file);
      writer.write(null, new IIOImage(image(picture, dotsPerInch / 72.0), null, null), param);
    } finally {
      writer.dispose();
    }
    byte[] png = out.toByteArray();
    byte[] resolution = resolution(dotsPerInch);
    return ByteBuffer.allocate(png.length + resolution.length)
        .put(png, 0, AFTER_HEADER)
        .put(resolution)
        .put(png, AFTER_HEADER, png.length - AFTER_HEADER)
        .array();
  }

  static BufferedImage image(Picture picture, double pixelsPerPoint) {
    BufferedImage image =
        new BufferedImage(
            (int) Math.round(picture.width() * pixelsPerPoint),
            (int) Math.round(picture.height() * pixelsPerPoint),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Paper.WHITE);
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.scale(pixelsPerPoint, pixelsPerPoint);
    picture.paint(g);
    g.dispose();
    return image;
  }

  /** The chunk {@code pHYs} (PNG specification, 11.3.5.3): pixels per metre. */
  private static byte[] resolution(int dotsPerInch) {
    int perMetre = (int) Math.round(dotsPerInch / 0.0254);
    ByteBuffer chunk = ByteBuffer.allocate(21).putInt(9);
    chunk.put(new byte[] {'p', 'H', 'Y', 's'}).putInt(perMetre).putInt(perMetre).put((byte) 1);
    CRC32 check = new CRC32();
    check.update(chunk.array(), 4, 13);
    return chunk.putInt((int) check.getValue()).array();
  }
}
