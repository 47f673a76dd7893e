package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.inferometer.bench.SyntheticRun;
import org.inferometer.load.Gaps;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Rate;
import org.inferometer.record.Mode;
import org.inferometer.record.RecordDraft;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Estimate;
import org.inferometer.result.HandMade;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.result.Statistic;
import org.junit.jupiter.api.Test;

/** What stands beside the figures of a run: names, notes, captions. */
class FigureWordsTest extends DrawnRun {
  @Test
  void tellsWhichCharactersNoFontHas() throws Exception {
    Path file = folder.resolve("words.properties");
    Files.writeString(file, "axis.time = time \uE0F1\uE0F1\uE0F2\n");

    assertThat(Figures.shapeless(run, Words.ENGLISH)).isEmpty();
    assertThat(Figures.shapeless(run, Words.of("hr"))).isEmpty();
    assertThat(Figures.shapeless(run, Words.of(file.toString()))).isEqualTo("\uE0F1\uE0F2");
  }

  @Test
  void everyFigureOfEstimatesSaysHowManyValuesAndWhichInterval() {
    assertThat(figures)
        .filteredOn(spec -> spec instanceof Bars || spec.caption().name().endsWith("-p"))
        .isNotEmpty()
        .allSatisfy(
            spec ->
                assertThat(spec.caption().note())
                    .contains(
                        "Geometric mean over repeats with 95 % interval (Student t over 5 repeats")
                    .containsPattern("n = \\d+"));
  }

  @Test
  void everyFigureOfTrialsNamesTheirKindAndTheirLoad() {
    assertThat(figures)
        .filteredOn(spec -> !spec.caption().name().endsWith("-time"))
        .isNotEmpty()
        .allSatisfy(
            spec -> {
              assertThat(spec.caption().text()).contains("complete answers");
              assertThat(text(spec)).containsPattern("p = \\d|, p\\b|for each load");
            });
  }

  @Test
  void whatIsCountedHasAName() {
    assertThat(named("p2ft-p").caption().note()).containsPattern("n = [\\d–]+ measured requests");
    assertThat(named("itl-p").caption().note()).containsPattern("n = [\\d–]+ gaps");
    for (String mean : List.of("p2ft-p", "itl-p", "total-latency-tasks")) {
      assertThat(named(mean).caption().note())
          .contains("Means are of prompts that all stacks answered.");
    }
    assertThat(named("token-throughput-p").caption().note()).doesNotContain("Means are of");
    assertThat(named("token-throughput-p").caption().note()).containsPattern("n = [\\d–]+ tokens");
  }

  @Test
  void aMeanIsCalledGeometricOnlyIfEveryOneIs() {
    Note note = new Note(Words.ENGLISH);
    note.add(estimate(Estimate.Interval.LOG_T), false);
    note.add(estimate(Estimate.Interval.STUDENT_T), false);

    assertThat(note.of(Metric.GOODPUT, Statistic.VALUE, run))
        .startsWith("Geometric mean over repeats, mean where one found 0, with 95 % interval")
        .doesNotContain("log scale");
  }

  private static Estimate estimate(Estimate.Interval kind) {
    return new Estimate(1, 0.5, 2, kind, 6, 60, new TreeMap<>());
  }

  @Test
  void aPictureCarriesItsCaption() {
    FigureFiles.write(named("total-latency-tasks"), folder);
    ChartSpec spec = named("total-latency-tasks");

    assertThat(spec.caption().alone().note())
        .startsWith(
            "Total latency of each task at p = 1, m, streamed, complete answers. Geometric");
    assertThat(new String(FigureFiles.svg(Picture.of(spec)), StandardCharsets.UTF_8))
        .hasSizeLessThan((int) folder.resolve("total-latency-tasks.svg").toFile().length());
  }

  @Test
  void whatIsMadeOfALatencySaysWhereThatBegins() throws Exception {
    Path root = folder.resolve("ratio");
    Load load = new Open(new Rate(10, Gaps.CONSTANT, Duration.ofSeconds(70)), null);
    HandMade made = HandMade.under(List.of(load), root, Mode.STREAM, "a");
    RequestRecord[] answers = new RequestRecord[700];
    Arrays.setAll(answers, i -> turn(i, HandMade.ok(1, 100 * i, 100 * i + 20, 100 * i + 40)));
    made.write("a", load, answers);
    Map<String, ChartSpec> specs =
        Catalogue.of(Run.read(root), Words.ENGLISH).stream()
            .collect(Collectors.toMap(spec -> spec.caption().name(), spec -> spec));

    ChartSpec ratio = specs.get("throughput-to-latency");
    assertThat(ratio.caption().text()).startsWith("Throughput-to-latency ratio from schedule, m");
    assertThat(text(ratio)).contains("Throughput-to-latency ratio from schedule (req/s²)");
    ChartSpec turns = specs.get("p2ft-turn");
    assertThat(turns.caption().text()).startsWith("P2FT from schedule of each turn of convers");
    assertThat(text(turns)).contains("P2FT from schedule (ms)");
    assertThat(panels(turns).get(0).series().get(0).points())
        .extracting(Point::y)
        .allSatisfy(y -> assertThat(y).as("1 ms before 20").isCloseTo(21, within(1e-6)));

    HandMade closed = HandMade.run(folder.resolve("closed"), Mode.STREAM, List.of(1), "a");
    closed.write("a", 1, answers);
    assertThat(Catalogue.of(Run.read(folder.resolve("closed")), Words.ENGLISH))
        .filteredOn(spec -> spec.caption().name().matches("throughput-to-latency|p2ft-turn"))
        .hasSize(2)
        .noneMatch(spec -> (text(spec) + spec.caption().note()).contains("schedule"));
  }

  private static RequestRecord turn(int number, RequestRecord record) {
    return new RecordDraft(record)
        .with("conversation", "c" + number / 2)
        .with("turn", number % 2 + 1)
        .with("turns", 2)
        .record();
  }

  @Test
  void anIncompleteRunIsCalledSoInEveryFigure() throws Exception {
    Path part = folder.resolve("part");
    new SyntheticRun(2, 600, 4).write(part);
    Files.delete(part.resolve("DONE"));
    assertThat(Catalogue.of(Run.read(part), Words.ENGLISH))
        .filteredOn(spec -> !spec.caption().name().endsWith("-time"))
        .isNotEmpty()
        .allSatisfy(
            spec ->
                assertThat(spec.caption().note())
                    .contains("The run is incomplete.")
                    .containsPattern("\\d+ of its \\d+ trials are measured"));
  }

  @Test
  void aModelIsCalledByItsLabelInEveryCaption() throws Exception {
    Run labelled = changed("labelled", "\"label\" : \"m\"", "\"label\" : \"org/Model-7B\"");

    assertThat(Catalogue.of(labelled, Words.ENGLISH))
        .extracting(spec -> spec.caption().text())
        .filteredOn(text -> text.contains(", streamed"))
        .isNotEmpty()
        .allMatch(text -> text.contains("org/Model-7B, streamed"));
    Run odd = changed("odd", "\"label\" : \"m\"", "\"label\" : \"\uE0F1\"");
    assertThat(Figures.shapeless(odd, Words.ENGLISH)).isEqualTo("\uE0F1");
  }

  @Test
  void intervalsOverLaunchesAreCalledSoInEveryLanguage() throws Exception {
    Run launched =
        changed(
            "launched",
            "\"repeats\" : 5",
            "\"repeats\" : 1",
            "\"launches\" : 1",
            "\"launches\" : 5");

    for (String language : Words.LANGUAGES) {
      String word = Words.of(language).get("units.launch");
      assertThat(Catalogue.of(launched, Words.of(language)))
          .filteredOn(Bars.class::isInstance)
          .isNotEmpty()
          .allSatisfy(
              spec ->
                  assertThat(spec.caption().note().split("n = ")[0])
                      .contains(word)
                      .doesNotContain(Words.of(language).get("units.repeat")));
    }
  }

  /** A small run whose plan says other things in the place of some. */
  private static Run changed(String name, String... replaced) throws Exception {
    Path root = folder.resolve(name);
    new SyntheticRun(2, 600, 4).write(root);
    String plan = Files.readString(root.resolve("plan.json"));
    for (int i = 0; i < replaced.length; i += 2) {
      assertThat(plan).contains(replaced[i]);
      plan = plan.replace(replaced[i], replaced[i + 1]);
    }
    Files.writeString(root.resolve("plan.json"), plan);
    return Run.read(root);
  }

  @Test
  void captionsFillInEveryLanguage() {
    for (String language : Words.LANGUAGES) {
      assertThat(Catalogue.of(run, Words.of(language)))
          .allSatisfy(
              spec ->
                  assertThat(spec.caption().text() + spec.caption().note())
                      .doesNotContain("%s", "%d"));
    }
  }
}
