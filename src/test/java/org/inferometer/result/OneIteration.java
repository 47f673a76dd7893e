package org.inferometer.result;

import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.inferometer.load.Load;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.junit.jupiter.api.io.TempDir;

/** One iteration of records made by hand. */
abstract class OneIteration {
  static final Offset<Double> EXACT = within(1e-9);

  @TempDir Path folder;

  static double mean(Iteration iteration, Metric metric) {
    Summary summary = new Summary();
    iteration.means.put(summary);
    return summary.get(metric, Statistic.MEAN);
  }

  static Iteration finished(Load load, Slo slo, RequestRecord... records) {
    Iteration iteration = new Iteration(1, 1, false);
    for (RequestRecord record : records) {
      iteration.add(record, slo, CommonPrompts.ALL);
    }
    iteration.finish(load, Telemetry.NONE);
    return iteration;
  }

  RequestRecord changed(RequestRecord record, String found, String replacement) throws IOException {
    Path file = folder.resolve("one.jsonl");
    Files.writeString(file, HandMade.line(record, found, replacement));
    return RecordReader.first(file).orElseThrow();
  }
}
