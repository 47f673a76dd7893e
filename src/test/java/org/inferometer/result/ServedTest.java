package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.inferometer.record.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Triton server counted between two looks at it. */
class ServedTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();

  @Test
  void itIsWhatTheCountersGrewBy() throws IOException {
    Served served =
        read(
            line(
                1,
                "\"success.count\":10,\"success.ns\":5000,\"batch_size.1\":7",
                """
                "success.count":14,"success.ns":29000,"queue.count":4,"queue.ns":6000,\
                "compute_infer.count":2,"compute_infer.ns":8000,"fail.count":3,\
                "inference_count":12,"execution_count":5,"batch_size.1":7,"batch_size.4":3"""));

    assertThat(served.requests()).isEqualTo(4);
    assertThat(served.failed()).isEqualTo(3);
    assertThat(served.inferences()).isEqualTo(12);
    assertThat(served.executions()).isEqualTo(5);
    assertThat(served.batches()).isEqualTo(Map.of(4, 3L));
    Summary summary = new Summary();
    served.put(summary);
    is(summary, Metric.SERVER_LATENCY, 6, 4);
    is(summary, Metric.SERVER_QUEUE, 1.5, 4);
    is(summary, Metric.SERVER_COMPUTE_INFER, 4, 2);
    is(summary, Metric.SERVER_BATCH, 2.4, 5);
    assertThat(summary.get(Metric.SERVER_COMPUTE_INPUT, Statistic.VALUE)).isNaN();
  }

  @Test
  void eachPartOfTheComputingIsToldByItself() throws IOException {
    Served served =
        read(
            line(
                1,
                "\"compute_input.count\":1,\"compute_input.ns\":1000",
                """
                "success.count":1,"compute_input.count":3,"compute_input.ns":7000,\
                "compute_output.count":2,"compute_output.ns":1000,"cache.count":0,"cache.ns":0"""));

    Summary summary = new Summary();
    served.put(summary);
    is(summary, Metric.SERVER_COMPUTE_INPUT, 3, 2);
    is(summary, Metric.SERVER_COMPUTE_OUTPUT, 0.5, 2);
    assertThat(summary.get(Metric.SERVER_COMPUTE_INFER, Statistic.VALUE)).isNaN();
    assertThat(summary.get(Metric.SERVER_BATCH, Statistic.VALUE)).as("none executed").isNaN();
  }

  @Test
  void repeatsAddUp() throws IOException {
    Path file = folder.resolve("server.jsonl");
    Files.writeString(
        file,
        line(1, "", "\"success.count\":2,\"batch_size.2\":1")
            + line(2, "\"success.count\":2", "\"success.count\":5,\"batch_size.1\":3"));

    Map<Integer, Served> all = Served.read(file, problems::add).values().iterator().next();

    assertThat(all.keySet()).containsExactly(1, 2);
    Served both = all.get(1).with(all.get(2));
    assertThat(both.requests()).isEqualTo(5);
    assertThat(both.batches()).isEqualTo(Map.of(1, 3L, 2, 1L));
    assertThat(problems).isEmpty();
  }

  @Test
  void ofCountersThatShrankOrOfNoRequestNothingIsSaid() throws IOException {
    Path file = folder.resolve("server.jsonl");
    Files.writeString(
        file,
        line(1, "\"success.count\":2,\"queue.ns\":9", "\"success.count\":4,\"queue.ns\":8")
            + line(2, "\"success.count\":4", "\"success.count\":4,\"queue.ns\":8"));

    assertThat(Served.read(file, problems::add)).isEmpty();
  }

  @Test
  void whatItCountedIsAMetricOfEachRepeatAndOfTheTrial() throws IOException {
    HandMade run = HandMade.run(folder.resolve("run"), Mode.STREAM, List.of(1), "a", "b");
    for (int repeat = 1; repeat <= 2; repeat++) {
      run.write("a", 1, HandMade.ok(repeat, 100, 120, 140), HandMade.ok(repeat, 200, 220, 240));
      run.write("b", 1, HandMade.ok(repeat, 100, 120, 140));
    }
    Files.writeString(
        run.directory.served(),
        (line(1, "", "\"success.count\":2,\"success.ns\":8000")
                + line(2, "", "\"success.count\":3,\"success.ns\":27000"))
            .replace("\"t\"", "\"" + run.trial(1) + "\""));

    TrialResult told = run.read("a");

    assertThat(told.estimate(Metric.SERVER_LATENCY).byRepeat()).isEqualTo(Map.of(1, 4.0, 2, 9.0));
    assertThat(told.estimate(Metric.SERVER_LATENCY).value()).isCloseTo(6, EXACT);
    assertThat(told.served().requests()).isEqualTo(5);
    assertThat(run.read("b").estimate(Metric.SERVER_LATENCY).isPresent()).isFalse();
    assertThat(run.read("b").served()).isNull();
  }

  private Served read(String line) throws IOException {
    Path file = folder.resolve("server.jsonl");
    Files.writeString(file, line);
    return Served.read(file, problems::add).values().iterator().next().get(1);
  }

  private static String line(int repeat, String before, String after) {
    return "{\"stack\":\"a\",\"trial\":\"t\",\"repeat\":%d,\"before\":{%s},\"after\":{%s}}\n"
        .formatted(repeat, before, after);
  }

  private static void is(Summary summary, Metric metric, double value, long count) {
    assertThat(summary.get(metric, Statistic.VALUE)).as(metric.id()).isCloseTo(value, EXACT);
    assertThat(summary.count(metric)).as(metric.id()).isEqualTo(count);
  }
}
