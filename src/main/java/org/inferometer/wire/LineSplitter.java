package org.inferometer.wire;

/** Cuts a stream of bytes into lines, which end with CR, LF or CRLF. */
final class LineSplitter implements Frames.Splitter {
  /** Takes lines without their ends; {@code source} is valid during the call only. */
  interface Lines {
    void line(byte[] source, int from, int to);
  }

  private final Lines lines;
  private final Bytes begun = new Bytes();
  private boolean afterReturn;

  LineSplitter(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void feed(byte[] source, int from, int to) {
    int begin = from;
    for (int at = from; at < to; at++) {
      byte b = source[at];
      if (b != '\n' && b != '\r') {
        afterReturn = false;
        continue;
      }
      if (b == '\n' && afterReturn) {
        afterReturn = false;
      } else {
        ends(source, begin, at);
        afterReturn = b == '\r';
      }
      begin = at + 1;
    }
    begun.append(source, begin, to);
  }

  /** What no line's end follows is a line, too. */
  @Override
  public void end() {
    if (begun.length() > 0) {
      ends(begun.array(), 0, 0);
    }
  }

  private void ends(byte[] source, int from, int to) {
    if (begun.length() == 0) {
      lines.line(source, from, to);
      return;
    }
    begun.append(source, from, to);
    int length = begun.length();
    begun.clear();
    lines.line(begun.array(), 0, length);
  }
}
