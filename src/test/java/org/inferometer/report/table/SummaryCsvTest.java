package org.inferometer.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCsvTest {
  @TempDir private Path root;

  @Test
  void theShortOneOfSchedulesHasLatenciesFromScheduleBesideThoseFromStart() throws IOException {
    Load load = new Open(new Rate(10, Gaps.CONSTANT, Duration.ofSeconds(1)), null);
    HandMade made = HandMade.under(List.of(load), root, Mode.STREAM, "a");
    made.write("a", load, HandMade.ok(1, 100, 120, 130), HandMade.ok(1, 200, 230, 240));
    made.write("a", load, HandMade.failed(1, 300, 310));
    made.write("a", load, HandMade.cancelled(1, 400, 410), HandMade.cancelled(1, 500, 510));
    Run run = Run.read(root);

    List<String> lines = SummaryCsv.brief(run).lines().toList();
    List<String> header = Arrays.asList(lines.get(0).split(","));
    String[] row = lines.get(1).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);

    for (Metric metric : List.of(Metric.P2FT, Metric.P2FT_FROM_SCHEDULE)) {
      assertThat(Double.parseDouble(row[header.indexOf(metric.id() + "_mean_ms")]))
          .isEqualTo(run.trials().get(0).estimate(metric).value());
    }
    assertThat(row[header.indexOf("requests")]).isEqualTo("3");
    assertThat(row[header.indexOf("failed")]).isEqualTo("1");
    assertThat(row[header.indexOf("cancelled")]).isEqualTo("2");
    assertThat(row[header.indexOf("repeats")]).isEqualTo("1");
    assertThat(header).contains("p2ft_from_schedule_p99_ms", "total_latency_from_schedule_p50_ms");
    assertThat(SummaryCsv.of(run)).contains("time_delay_ms");
    assertThat(header).as("the same columns of every run").noneMatch(one -> one.contains("time_"));
  }
}
