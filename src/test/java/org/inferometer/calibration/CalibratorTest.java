package org.inferometer.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inferometer.standard.ExactScheduleServer;
import org.inferometer.standard.Standard;
import org.inferometer.wire.Transport;
import org.inferometer.wire.Way;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CalibratorTest {
  private static ExactScheduleServer server;
  private static Calibrator calibrator;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = ExactScheduleServer.start(0, "");
    calibrator = new Calibrator(Standard.at(server.uri()), Way.SOCKETS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"CALLBACK", "THREADS"})
  void matchesEveryTokenOfAClosedLoopWithTheServersLog(Point.Driver driver) throws Exception {
    PointResult result = calibrator.measure(Point.closed(Pattern.WARM_UP, 4, 3).with(driver));

    assertThat(result.requests()).isEqualTo(12);
    assertThat(result.failed() + result.unmatched()).isZero();
    assertThat(result.p2ftMillis().count()).isEqualTo(12);
    assertThat(result.lagMillis().count()).isEqualTo(12 * 32);
    assertThat(result.itlMillis().count()).isEqualTo(12 * 31);
    assertThat(result.serverLatenessMillis().count()).isEqualTo(12 * 32);
    assertThat(result.p2ftMillis().bias()).isPositive();
    assertThat(result.sendMillis().p50()).isPositive();
    assertThat(result.offeredPercent()).isPositive().isLessThanOrEqualTo(100.5);
  }

  @ParameterizedTest
  @EnumSource
  void knowsTheErrorByEveryWay(Transport transport) throws Exception {
    for (boolean tls : new boolean[] {false, true}) {
      Way way = new Way(transport, tls);
      PointResult result =
          new Calibrator(Standard.at(server.uri()), way)
              .measure(Point.closed(Pattern.WARM_UP, 4, 3));

      assertThat(result.way()).isEqualTo(way.label());
      assertThat(result.requests()).isEqualTo(12);
      assertThat(result.failed() + result.unmatched()).isZero();
      assertThat(result.lagMillis().count()).isEqualTo(12 * 32);
      assertThat(result.p2ftMillis().bias()).isPositive();
    }
  }

  @Test
  void startsAsManyRequestsAsARateAsksFor() throws Exception {
    PointResult result = calibrator.measure(Point.poisson(30, 1));

    assertThat(result.requests()).isEqualTo(30);
    assertThat(result.failed() + result.unmatched()).isZero();
  }

  @Test
  void keepsWhatBothSidesRecordedOfEachPoint() throws Exception {
    Calibrator keeping = new Calibrator(Standard.at(server.uri()), Way.SOCKETS);
    keeping.keepRecordsIn(folder.resolve("kept"));
    keeping.measure(Point.closed(Pattern.WARM_UP, 2, 2));
    keeping.measure(Point.closed(Pattern.WARM_UP, 3, 1));

    assertThat(ids("001-warm-up-2.client.jsonl"))
        .hasSize(4)
        .containsExactlyInAnyOrderElementsOf(ids("001-warm-up-2.server.jsonl"));
    assertThat(ids("002-warm-up-3.client.jsonl"))
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(ids("002-warm-up-3.server.jsonl"));
  }

  @Test
  void keepsRecordsInNoFolderThatHoldsSomething() throws Exception {
    Path old = Files.writeString(folder.resolve("001-lockstep-64.client.jsonl"), "old");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> calibrator.keepRecordsIn(folder))
        .withMessage(
            folder + " is not an empty folder; records are kept in one that is new or empty");
    assertThatIllegalArgumentException().isThrownBy(() -> calibrator.keepRecordsIn(old));
    assertThat(old).hasContent("old");
  }

  private List<String> ids(String file) throws IOException {
    JsonMapper json = new JsonMapper();
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("kept").resolve(file))) {
      ids.add(json.readTree(line).get("id").asText());
    }
    return ids;
  }

  @Test
  void writesWhatItPrints() throws Exception {
    List<PointResult> heard = new ArrayList<>();
    Path file = folder.resolve("new").resolve("calibration.json");
    calibrator.calibrate(List.of(Point.closed(Pattern.WARM_UP, 2, 1)), heard::add).write(file);

    JsonNode written = JsonMapper.builder().build().readTree(file.toFile());
    assertThat(written.at("/points/0/p2ftMillis/mean").doubleValue())
        .isEqualTo(heard.get(0).p2ftMillis().mean());
    assertThat(written.at("/points/0/point/pattern").textValue()).isEqualTo("WARM_UP");
    assertThat(written.at("/environment/cores").intValue()).isPositive();
    assertThat((CalibrationTable.head() + "\n" + CalibrationTable.row(heard.get(0))).lines())
        .hasSize(3)
        .allMatch(line -> line.length() <= 100);
  }

  @Test
  void runsTheStandardInAProcessOfItsOwn() throws Exception {
    try (Standard standard = Standard.launch()) {
      PointResult result =
          new Calibrator(standard, Way.SOCKETS).measure(Point.closed(Pattern.WARM_UP, 2, 1));

      assertThat(result.failed() + result.unmatched()).isZero();
    }
  }
}
