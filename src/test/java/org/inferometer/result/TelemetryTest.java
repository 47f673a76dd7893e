package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.inferometer.result.Totals.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of readings of the machine. */
class TelemetryTest {
  private static final long SECOND = 1_000_000_000;
  private static final Offset<Double> EXACT = within(1e-9);

  @TempDir private Path folder;

  /** Three readings, at 100, 101 and 103 s. */
  private Telemetry three(String source) throws IOException {
    return read(line(source, 100, 10), line(source, 101, 20), line(source, 103, 40));
  }

  private Telemetry read(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("samples.jsonl"), Arrays.asList(lines));
    List<String> problems = new ArrayList<>();
    Telemetry telemetry = Telemetry.read(file, problems::add);
    assertThat(problems).isEmpty();
    return telemetry;
  }

  private static String line(String source, double second, double value) {
    return "{\"at\":%d,\"source\":\"%s\",\"values\":{\"n\":%s}}"
        .formatted(Math.round(second * SECOND), source, value);
  }

  private static Bounds bounds(double from, double to) {
    return new Bounds(Math.round(from * SECOND), Math.round(to * SECOND));
  }

  private static Reading part(Telemetry telemetry, double from, double to) {
    Map<String, Reading> readings = new TreeMap<>();
    telemetry.readings(bounds(from, to), readings);
    return readings.get("host n");
  }

  @Test
  void aSeriesIsInSecondsAfterTheFirstRequest() throws IOException {
    SampleSeries series = three("host").series(101 * SECOND + SECOND / 2).get(0);

    assertThat(series.source()).isEqualTo("host");
    assertThat(series.name()).isEqualTo("n");
    assertThat(series.seconds()).containsExactly(new double[] {-1.5, -0.5, 1.5}, EXACT);
    assertThat(series.values()).containsExactly(10, 20, 40);
    assertThat(series.at(0.5)).isCloseTo(30, EXACT);
  }

  @Test
  void aSeriesIsKnownFromItsFirstReadingToItsLast() throws IOException {
    SampleSeries series = three("host").series(100 * SECOND).get(0);

    assertThat(series.at(0)).isEqualTo(10);
    assertThat(series.at(1)).isEqualTo(20);
    assertThat(series.at(3)).isEqualTo(40);
    assertThat(series.at(-0.1)).isNaN();
    assertThat(series.at(3.1)).isNaN();
    assertThat(series.most(0, 1)).isEqualTo(20);
    assertThat(series.most(0.5, 3)).isEqualTo(40);
    assertThat(series.most(0, 0.5)).isEqualTo(10);
    assertThat(series.most(1.5, 2.5)).as("nothing was read").isNaN();
  }

  @Test
  void allReadingsOfALongRunAreKept() throws IOException {
    Telemetry many =
        read(IntStream.range(0, 1000).mapToObj(i -> line("host", i, i)).toArray(String[]::new));

    double[] values = many.series(0).get(0).values();

    assertThat(values).hasSize(1000).isSorted();
    assertThat(values[999]).isEqualTo(999);
  }

  @Test
  void whatIsReadAtTheEndsOfATimeBelongsToIt() throws IOException {
    Reading reading = part(three("host"), 100, 103);

    assertThat(reading.count).isEqualTo(3);
    assertThat(reading.sum).isEqualTo(70);
    assertThat(reading.max).isEqualTo(40);
    assertThat(reading.increase).isEqualTo(30);
    assertThat(reading.integral).as("15 for a second, 30 for two").isCloseTo(75, EXACT);
    assertThat(part(three("host"), 100.5, 102).count).isEqualTo(1);
    assertThat(part(three("host"), 101.5, 102)).as("between two readings").isNull();
  }

  @Test
  void aCounterGrowsEvenlyBetweenTwoReadings() throws IOException {
    Reading reading = part(three("host"), 100.25, 102.5);

    assertThat(reading.increase).as("from 12.5 to 35").isCloseTo(22.5, EXACT);
  }

  @Test
  void ofATimeThatReadingsDoNotCoverNoSumIsKnown() throws IOException {
    for (Bounds part : List.of(bounds(99, 102), bounds(102, 104))) {
      Map<String, Reading> readings = new TreeMap<>();
      three("host").readings(part, readings);
      assertThat(readings.get("host n").increase).isNaN();
      assertThat(readings.get("host n").integral).isNaN();
      assertThat(three("host").mean("host", "n", part)).isNaN();
    }
    assertThat(three("host").mean("host", "n", bounds(100, 103))).isCloseTo(25, EXACT);
    assertThat(three("host").mean("host", "other", bounds(100, 103))).isNaN();
  }

  @Test
  void idleIsWhatWasReadBeforeTheFirstStackWasThere() throws IOException {
    Telemetry telemetry =
        read(
            line("host", 1, 10),
            line("host", 2, 20),
            line("stack:b", 3, 1),
            line("host", 3, 90),
            line("stack:a", 4, 1),
            line("host", 4, 90));

    assertThat(telemetry.idle(List.of("a", "b"))).isEqualTo(Map.of("host n", 15.0));
    assertThat(telemetry.idle(List.of("a"))).containsEntry("host n", 40.0);
    assertThat(telemetry.idle(List.of("c"))).as("no stack was seen to come").isEmpty();
    assertThat(read(line("stack:a", 1, 1), line("host", 2, 9)).idle(List.of("a"))).isEmpty();
  }

  @Test
  void whatAStackTookWhileItStartedIsNotOfTheIdleMachine() throws IOException {
    Telemetry telemetry =
        read(
            line("host", 1, 10),
            line("host", 2, 20),
            line("idle", 3, 2),
            line("host", 4, 90),
            line("stack:a", 5, 1));

    assertThat(telemetry.idle(List.of("a"))).containsEntry("host n", 15.0);
  }

  /** Drivers are loaded anew, and servers started. */
  @Test
  void ofACounterThatWasSetBackNothingIsSaidThoughItIsLargerAgain() throws IOException {
    Telemetry back = read(line("host", 0, 10), line("host", 1, 3), line("host", 2, 50));
    assertThat(part(back, 0.5, 2).increase).isNaN();
    assertThat(part(back, 0.5, 2).integral).as("of power, which rises and falls").isFinite();
    assertThat(part(back, 1, 2).increase).as("afterwards").isCloseTo(47, EXACT);
    Telemetry rounded =
        read(line("host", 0, 0.30000000000000004), line("host", 1, 0.3), line("host", 2, 0.4));
    assertThat(part(rounded, 0.5, 2).increase).isCloseTo(0.1, EXACT);
  }
}
