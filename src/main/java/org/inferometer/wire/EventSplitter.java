package org.inferometer.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of bytes into server-sent events, as the WHATWG HTML standard says (section 9.2.6):
 * lines end with CR, LF or CRLF, an empty line dispatches, fields other than {@code data} and
 * {@code event} are of no use here, an event that is not finished at the end is none.
 */
final class EventSplitter implements Frames.Splitter {
  /** The event that many servers end their streams with. */
  static final String DONE = "[DONE]";

  private static final int[] MARK = {0xEF, 0xBB, 0xBF};

  /** Names that are told again without another text being made of them. */
  private static final int MOST_NAMES = 32;

  private final Frames.Documents events;
  private final LineSplitter lines = new LineSplitter(this::line);
  private final Bytes data = new Bytes();
  private final List<String> names = new ArrayList<>();
  private boolean hasData;
  private String name;
  private boolean firstLine = true;

  EventSplitter(Frames.Documents events) {
    this.events = events;
  }

  @Override
  public void feed(byte[] source, int from, int to) {
    lines.feed(source, from, to);
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
        data.append('\n');
      }
      data.append(source, value, to);
      hasData = true;
    } else if (is("event", source, from, colon)) {
      name = name(source, value, to);
    }
  }

  private String name(byte[] source, int from, int to) {
    for (int i = 0; i < names.size(); i++) {
      if (is(names.get(i), source, from, to)) {
        return names.get(i);
      }
    }
    if (from == to) {
      return null;
    }
    String other = new String(source, from, to - from, StandardCharsets.UTF_8);
    if (names.size() < MOST_NAMES) {
      names.add(other);
    }
    return other;
  }

  private void dispatch() {
    if (data.length() > 0) {
      events.document(name, data.array(), data.length());
    }
    data.clear();
    hasData = false;
    name = null;
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
}
