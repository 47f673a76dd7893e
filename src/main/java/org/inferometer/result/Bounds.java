package org.inferometer.result;

import java.util.List;
import java.util.stream.LongStream;
import org.inferometer.load.Users;

/** A window of one iteration: both ends belong to it. */
record Bounds(long from, long to) {
  /** From the first start to the last close of the measured requests; null without any. */
  static Bounds whole(List<Answer> answers) {
    List<Answer> measured = answers.stream().filter(Answer::measured).toList();
    if (measured.isEmpty()) {
      return null;
    }
    return new Bounds(
        measured.stream().mapToLong(Answer::started).min().orElseThrow(),
        measured.stream().mapToLong(Answer::closed).max().orElseThrow());
  }

  /**
   * The part of {@code whole} in which an open-loop load neither builds up nor drains: from the
   * first end of a request or a conversation to the last start of one; null if there is none.
   */
  static Bounds betweenBuildUpAndDrain(List<Answer> answers, Bounds whole) {
    LongStream ends = answers.stream().filter(Answer::ends).mapToLong(Answer::closed);
    LongStream begins = answers.stream().filter(Answer::begins).mapToLong(Answer::started);
    long from = Math.max(ends.min().orElse(whole.to), whole.from);
    long to = Math.min(begins.max().orElse(whole.from), whole.to);
    return from < to ? new Bounds(from, to) : null;
  }

  /**
   * The part in which all users are there, and everybody else who is to ask; null where no request
   * tells when it was due, or there is none.
   */
  static Bounds steady(List<Answer> answers, Users users, long activeUntil) {
    long begin =
        answers.stream()
            .mapToLong(Answer::scheduled)
            .filter(one -> one != Answer.NEVER)
            .min()
            .orElse(Answer.NEVER);
    if (begin == Answer.NEVER || begin + users.steadyNanos() >= activeUntil) {
      return null;
    }
    return new Bounds(begin + users.steadyNanos(), Math.min(begin + users.endNanos(), activeUntil));
  }

  boolean contains(long time) {
    return from <= time && time <= to;
  }

  double seconds() {
    return (to - from) * 1e-9;
  }
}
