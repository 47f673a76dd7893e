package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.calibration.Calibrator;
import org.inferometer.calibration.Pattern;
import org.inferometer.calibration.Point;
import org.inferometer.calibration.PointResult;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Way;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole instrument, JMH's fork and threads included, against the standard. */
@Tag("whole-run")
class JmhPointTest {
  @TempDir private Path folder;

  @Test
  void joinsEveryMeasuredRequestOfAForkWithTheServersLog() throws Exception {
    Path records = folder.resolve("p2.jsonl");
    try (ExactScheduleServer server = ExactScheduleServer.start(0, "");
        Standard standard = Standard.at(server.uri())) {
      Calibrator calibrator = new Calibrator(standard, Way.SOCKETS);
      Point point = Point.closed(Pattern.TRIAL, 2, 4).with(Point.Driver.JMH);

      JmhPoint.measure(
          calibrator, Point.closed(Pattern.TRIAL, 1, 1).with(Point.Driver.JMH), records);
      PointResult result = JmhPoint.measure(calibrator, point, records);

      assertThat(result.requests()).isPositive().isLessThan(Files.readAllLines(records).size());
      assertThat(result.failed() + result.unmatched()).isZero();
      assertThat(result.p2ftMillis().count()).isEqualTo(result.requests());
      assertThat(result.lagMillis().count()).isEqualTo(16 * result.requests());
      assertThat(result.sendMillis().p50()).isPositive();
      assertThat(result.offeredPercent()).isNull();
      assertThat(result.cpuMicrosPerToken()).isNull();
    }
  }
}
