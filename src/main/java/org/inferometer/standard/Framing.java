package org.inferometer.standard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** From pieces of a body to the writes that carry them over HTTP/1.1. */
final class Framing {

  /**
   * Some bytes and when they are due.
   *
   * @param tokens tokens that are complete with these bytes
   */
  record Piece(long dueNanos, byte[] bytes, int tokens) {
    static Piece of(long dueNanos, String text, int tokens) {
      return new Piece(dueNanos, text.getBytes(StandardCharsets.UTF_8), tokens);
    }

    /** Two pieces cut at {@code offset}, or this one alone where it is shorter. */
    List<Piece> cut(int offset, long pauseNanos) {
      return offset <= 0 || offset >= bytes.length
          ? List.of(this)
          : List.of(
              new Piece(dueNanos, Arrays.copyOf(bytes, offset), 0),
              new Piece(
                  dueNanos + pauseNanos, Arrays.copyOfRange(bytes, offset, bytes.length), tokens));
    }
  }

  private Framing() {}

  /** The writes of an answer: its head, its body and, where it is {@code complete}, its end. */
  static List<Step> frame(
      int status, String header, Shape shape, List<Piece> body, boolean complete) {
    List<Piece> parts = new ArrayList<>();
    body.forEach(piece -> parts.addAll(piece.cut(shape.split(), shape.pauseNanos())));
    List<Piece> packed = shape.gzip() ? compressed(parts) : parts;
    List<Piece> wire = new ArrayList<>();
    wire.addAll(
        Piece.of(shape.headNanos(), head(status, header, shape, length(packed, complete)), 0)
            .cut(shape.cut(), shape.pauseNanos()));
    for (int i = 0; i < packed.size(); i++) {
      Piece piece = packed.get(i);
      boolean last = complete && i == packed.size() - 1;
      byte[] framed =
          shape.framing() == Shape.Framing.CHUNKED
              ? chunks(piece.bytes(), shape.chunk(), last)
              : piece.bytes();
      wire.addAll(
          new Piece(piece.dueNanos(), framed, piece.tokens()).cut(shape.cut(), shape.pauseNanos()));
    }
    List<Step> steps = new ArrayList<>();
    wire.forEach(piece -> steps.add(Step.Write.of(piece.dueNanos, piece.bytes, piece.tokens)));
    if (complete && untilClose(shape)) {
      steps.add(new Step.Close(steps.get(steps.size() - 1).dueNanos()));
    }
    return steps;
  }

  /** What the head promises; an answer that breaks off has promised more than it gives. */
  private static int length(List<Piece> body, boolean complete) {
    return body.stream().mapToInt(p -> p.bytes().length).sum() + (complete ? 0 : 1000);
  }

  private static boolean untilClose(Shape shape) {
    return shape.framing() == Shape.Framing.CLOSE || shape.framing() == Shape.Framing.HTTP10;
  }

  private static String head(int status, String header, Shape shape, int length) {
    return (shape.framing() == Shape.Framing.HTTP10 ? "HTTP/1.0 " : "HTTP/1.1 ")
        + status
        + (status == 200 ? " OK" : " Error")
        + "\r\ncontent-type: "
        + shape.type()
        + "\r\n"
        + (shape.gzip() ? "content-encoding: gzip\r\n" : "")
        + (header == null ? "" : header + "\r\n")
        + switch (shape.framing()) {
          case CHUNKED -> "transfer-encoding: chunked\r\n";
          case LENGTH -> "content-length: " + length + "\r\n";
          case CLOSE -> "connection: close\r\n";
          case HTTP10 -> "";
        }
        + "\r\n";
  }

  private static byte[] chunks(byte[] body, int size, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int step = size == 0 ? Math.max(1, body.length) : size;
    for (int from = 0; from < body.length; from += step) {
      int length = Math.min(step, body.length - from);
      out.writeBytes(ascii(Integer.toHexString(length) + "\r\n"));
      out.write(body, from, length);
      out.writeBytes(ascii("\r\n"));
    }
    if (last) {
      out.writeBytes(ascii("0\r\n\r\n"));
    }
    return out.toByteArray();
  }

  private static List<Piece> compressed(List<Piece> pieces) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Piece> packed = new ArrayList<>();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, true)) {
      for (Piece piece : pieces) {
        gzip.write(piece.bytes());
        if (packed.size() == pieces.size() - 1) {
          gzip.finish();
        } else {
          gzip.flush();
        }
        packed.add(new Piece(piece.dueNanos(), bytes.toByteArray(), piece.tokens()));
        bytes.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
