package org.inferometer.wire;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into server-sent events, as the WHATWG HTML standard says (section 9.2.6):
 * lines end with CR, LF or CRLF, an empty line dispatches, fields other than {@code data} and
 * {@code event} are of no use here, an event that is not finished at the end is none.
 */
final class EventSplitter {
  /** Takes events; {@code data} is valid during the call only. */
  interface Events {
    /**
     * @param error whether the event is of type {@code error}
     */
    void event(boolean error, byte[] data, int length);
  }

  private static final int[] MARK = {0xEF, 0xBB, 0xBF};

  private final Events events;
  private byte[] line = new byte[512];
  private int lineLength;
  private byte[] data = new byte[512];
  private int dataLength;
  private boolean hasData;
  private boolean error;
  private boolean afterReturn;
  private boolean firstLine = true;

  EventSplitter(Events events) {
    this.events = events;
  }

  /** Takes the next piece; where it is cut does not matter. */
  void feed(byte[] source, int from, int to) {
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
        lineEnds(source, begin, at);
        afterReturn = b == '\r';
      }
      begin = at + 1;
    }
    line = append(line, lineLength, source, begin, to);
    lineLength += to - begin;
  }

  private void lineEnds(byte[] source, int from, int to) {
    if (lineLength == 0) {
      line(source, from, to);
      return;
    }
    line = append(line, lineLength, source, from, to);
    int length = lineLength + to - from;
    lineLength = 0;
    line(line, 0, length);
  }

  private void line(byte[] source, int begin, int to) {
    int from = begin;
    if (firstLine) {
      firstLine = false;
      from = begin + markLength(source, begin, to);
    }
    if (from == to) {
      dispatch();
      return;
    }
    int colon = from;
    while (colon < to && source[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, to);
    if (value < to && source[value] == ' ') {
      value++;
    }
    if (is("data", source, from, colon)) {
      if (hasData) {
        data = append(data, dataLength++, new byte[] {'\n'}, 0, 1);
      }
      data = append(data, dataLength, source, value, to);
      dataLength += to - value;
      hasData = true;
    } else if (is("event", source, from, colon)) {
      error = is("error", source, value, to);
    }
  }

  private void dispatch() {
    if (dataLength > 0) {
      events.event(error, data, dataLength);
    }
    dataLength = 0;
    hasData = false;
    error = false;
  }

  private static int markLength(byte[] source, int from, int to) {
    for (int i = 0; i < MARK.length; i++) {
      if (from + i >= to || (source[from + i] & 0xFF) != MARK[i]) {
        return 0;
      }
    }
    return MARK.length;
  }

  private static boolean is(String word, byte[] source, int from, int to) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (source[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] append(byte[] into, int length, byte[] source, int from, int to) {
    int needed = length + to - from;
    byte[] grown = needed <= into.length ? into : Arrays.copyOf(into, Math.max(needed, 2 * length));
    System.arraycopy(source, from, grown, length, to - from);
    return grown;
  }
}
