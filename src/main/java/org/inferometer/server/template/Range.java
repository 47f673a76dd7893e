package org.inferometer.server.template;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Python's {@code range}.
 *
 * @param start the first number
 * @param stop the numbers end before it
 * @param step not zero
 */
record Range(long start, long stop, long step) {
  private static final long LONGEST = 100_000;

  /** As {@code range} is called: with a stop, with a start and a stop, or with a step, too. */
  static Range of(List<Object> arguments) {
    if (arguments.isEmpty() || arguments.size() > 3) {
      throw new TemplateException("range takes one to three arguments");
    }
    boolean one = arguments.size() == 1;
    Range range =
        new Range(
            one ? 0 : Numbers.integer(arguments.get(0)),
            Numbers.integer(arguments.get(one ? 0 : 1)),
            arguments.size() < 3 ? 1 : Numbers.integer(arguments.get(2)));
    if (range.step == 0) {
      throw new TemplateException("range() arg 3 must not be zero");
    }
    if (range.length() > LONGEST) {
      throw new TemplateException("range is longer than " + LONGEST);
    }
    return range;
  }

  private long length() {
    double length = Math.ceil(((double) stop - start) / step);
    return (long) Math.max(0, length);
  }

  List<Object> items() {
    return LongStream.range(0, length()).<Object>mapToObj(i -> start + i * step).toList();
  }

  @Override
  public String toString() {
    return "range(%d, %d%s)".formatted(start, stop, step == 1 ? "" : ", " + step);
  }
}
