package org.inferometer.result;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Reason.Code;
import org.junit.jupiter.api.io.TempDir;

/** Runs made by hand, and why their results are suspect. */
abstract class JudgedRun {
  @TempDir Path folder;
  int runs;

  List<Code> scheduled(int most, RequestRecord... records) throws IOException {
    return under(rate(most), records);
  }

  static Load rate(int most) {
    return new Open(
        new Rate(10, org.inferometer.load.Gaps.CONSTANT, Duration.ofMinutes(1)),
        most == Integer.MAX_VALUE ? null : most);
  }

  List<Code> under(Load load, RequestRecord... records) throws IOException {
    return reasonsUnder(load, records).stream().map(Reason::code).collect(Collectors.toList());
  }

  List<Reason> reasonsUnder(Load load, RequestRecord... records) throws IOException {
    HandMade run = HandMade.under(List.of(load), folder.resolve("run-" + ++runs), Mode.STREAM, "a");
    run.write("a", load, records);
    return run.read("a").validity().reasons();
  }

  /** Requests of 50 ms, one every 100 ms, of which the last starts so many milliseconds late. */
  static RequestRecord[] delayed(int count, long millis) {
    RequestRecord[] all = new RequestRecord[count];
    for (int i = 0; i < count; i++) {
      all[i] = request(100 * i, i == count - 1 ? millis : 0, 50);
    }
    return all;
  }

  static RequestRecord request(long scheduled, long delay, long took) {
    long milli = 1_000_000;
    long due = scheduled * milli;
    long start = due + delay * milli;
    return HandMade.record(
        1,
        1,
        0,
        Phase.MEASURED,
        due,
        start,
        start + milli,
        new long[] {start + took / 2 * milli, start + took * milli},
        new int[] {1, 1},
        new int[] {1, 1},
        start + took * milli,
        10,
        2,
        64);
  }
}
