package org.inferometer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.inferometer.load.Part;
import org.inferometer.load.Think;
import org.inferometer.load.Users;
import org.inferometer.record.Mode;
import org.inferometer.record.Phase;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Reason.Code;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenario;
import org.inferometer.scenario.Task;
import org.inferometer.scenario.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who ask two tasks, or models, in turn: five come within two seconds and stay for ten. */
final class MixedTasksTest {
  private static final long MILLI = 1_000_000;
  private static final long CHAT_MILLIS = 400;
  private static final long QA_MILLIS = 100;
  private static final Offset<Double> EXACT = within(1e-6);

  @TempDir private Path folder;
  private RunDirectory directory;

  /** Each user asks once a second, in turn chat and qa; what is due before second 2 is an edge. */
  private void run(double spawnRate) throws IOException {
    run(spawnRate, "chat", "qa");
  }

  /** The same of a mix with these keys. */
  private void run(double spawnRate, String first, String second) throws IOException {
    directory = HandMade.run(folder, Mode.STREAM, List.of(1), "a", "b").directory;
    Users load =
        new Users(
            5,
            spawnRate,
            new Think.Constant(Duration.ofMillis(500)),
            Duration.ofSeconds(10),
            new TreeMap<>(Map.of(first, 1, second, 1)));
    Plan plan = Plan.of(mixed(Plan.read(directory.plan()).scenario(), load));
    plan.write(directory.plan());
    for (Trial trial : plan.trials()) {
      write(trial, Part.of(first, "m"), Part.of(second, "m"));
    }
  }

  private static Scenario mixed(Scenario s, Users load) {
    Task chat = s.task("chat");
    List<Model> models = Stream.of("m", "small").map(name -> new Model(name, null, null)).toList();
    List<Task> tasks =
        List.of("chat", "qa").stream()
            .map(
                name ->
                    new Task(
                        name,
                        chat.prompts(),
                        null,
                        chat.api(),
                        chat.template(),
                        null,
                        false,
                        chat.modes(),
                        List.of(load),
                        Map.of("m", chat.generation("m"), "small", chat.generation("m"))))
            .toList();
    return new Scenario(
        s.name(),
        s.description(),
        s.seed(),
        s.folder(),
        load.namesModels() ? models : s.models(),
        s.stacks(),
        tasks,
        s.modes(),
        s.measure(),
        s.deadlines(),
        s.telemetryInterval());
  }

  private void write(Trial trial, Part first, Part second) throws IOException {
    Path file = directory.requests(trial.stack(), trial.name());
    Files.createDirectories(file.getParent());
    for (int user = 0; user < 5; user++) {
      for (int time = 0; time < 11; time++) {
        boolean chat = (user + time) % 2 == 0;
        Part asked = chat ? first : second;
        long due = 100_000 + time * 1000L + user * 100L;
        boolean measured = time >= 2 && due <= 110_000;
        RequestRecord record =
            HandMade.record(
                trial.repeat(),
                1,
                user,
                measured ? Phase.MEASURED : Phase.EDGE,
                due * MILLI,
                due * MILLI,
                (due + 1) * MILLI,
                new long[] {(due + 50) * MILLI, (due + (chat ? CHAT_MILLIS : QA_MILLIS)) * MILLI},
                new int[] {1, 1},
                new int[] {1, 1},
                (due + (chat ? CHAT_MILLIS : QA_MILLIS)) * MILLI,
                10,
                2,
                64);
        String line =
            HandMade.line(record, "\"trial\":\"trial\"", "\"trial\":\"" + trial.name() + "\"")
                .replace("\"stack\":\"a\"", "\"stack\":\"" + trial.stack() + "\"")
                .replace("\"model\":\"m\"", "\"model\":\"" + asked.model() + "\"")
                .replace("\"task\":\"chat\"", "\"task\":\"" + asked.task() + "\"");
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
  }

  private TrialResult of(String task) {
    return of("m", task);
  }

  private TrialResult of(String model, String task) {
    return Run.read(folder).trials().stream()
        .filter(one -> one.stack().equals("a"))
        .filter(one -> one.cell().model().equals(model) && one.cell().task().equals(task))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneTrialIsToldOfAllItsTasksTogetherAndOfEach() throws IOException {
    run(2);

    Run run = Run.read(folder);

    assertThat(run.problems()).noneMatch(one -> one.contains("requests"));
    assertThat(run.plan().trials()).extracting(Trial::task).containsOnly("chat+qa");
    assertThat(run.cells()).extracting(Cell::task).containsExactly("chat+qa", "chat", "qa");
    assertThat(run.cells()).extracting(Cell::name).doesNotHaveDuplicates();
    assertThat(run.trials()).hasSize(6);
    assertThat(run.trials())
        .allMatch(
            one ->
                one.validity().reasons().stream()
                    .noneMatch(reason -> reason.code() == Code.RECORDS));
  }

  @Test
  void latenciesAreOfEachTaskByItself() throws IOException {
    run(2);

    assertThat(of("chat").estimate(Metric.TOTAL_LATENCY).value()).isEqualTo(400, within(1e-6));
    assertThat(of("qa").estimate(Metric.TOTAL_LATENCY).value()).isEqualTo(100, within(1e-6));
    assertThat(of("chat+qa").requests()).isEqualTo(of("chat").requests() + of("qa").requests());
  }

  @Test
  void ofModelsThatAreAskedBesideEachOtherEachTaskIsToldAndAllTogether() throws IOException {
    run(2, "m/chat", "small/chat");

    Run run = Run.read(folder);

    assertThat(run.problems()).noneMatch(one -> one.contains("requests"));
    assertThat(run.plan().trials()).extracting(Trial::model).containsOnly("m+small");
    assertThat(run.cells())
        .extracting(Cell::model, Cell::task)
        .containsExactly(tuple("m+small", "chat"), tuple("m", "chat"), tuple("small", "chat"));
    assertThat(run.cells()).extracting(Cell::name).doesNotHaveDuplicates();
    assertThat(run.cells()).extracting(Cell::trial).containsOnly(run.plan().trials().get(0).name());
    assertThat(run.trials())
        .hasSize(6)
        .allMatch(
            one ->
                one.validity().reasons().stream()
                    .noneMatch(reason -> reason.code() == Code.RECORDS));
    assertThat(of("m", "chat").estimate(Metric.TOTAL_LATENCY).value()).isEqualTo(400, EXACT);
    assertThat(of("small", "chat").estimate(Metric.TOTAL_LATENCY).value()).isEqualTo(100, EXACT);
    assertThat(of("m+small", "chat").requests())
        .isEqualTo(of("m", "chat").requests() + of("small", "chat").requests());
    assertThat(of("m+small", "chat").estimate(Metric.REQUEST_THROUGHPUT).value())
        .isEqualTo(5, EXACT);
    assertThat(
            of("m", "chat").estimate(Metric.REQUEST_THROUGHPUT).value()
                + of("small", "chat").estimate(Metric.REQUEST_THROUGHPUT).value())
        .isEqualTo(5, EXACT);
    assertThat(run.comparisons())
        .filteredOn(Comparison::declared)
        .isNotEmpty()
        .allMatch(one -> one.cell().model().equals("m+small"));
  }

  @Test
  void aRecordOfAModelThatIsNotMixedIsNoneOfItsTrial() throws IOException {
    run(2, "m/chat", "small/chat");
    for (Trial trial : Plan.read(directory.plan()).trials()) {
      Path file = directory.requests(trial.stack(), trial.name());
      Files.writeString(file, Files.readString(file).replace("\"small\"", "\"other\""));
    }

    assertThat(of("m+small", "chat").validity().reasons())
        .extracting(Reason::code)
        .contains(Code.RECORDS);
    assertThat(of("small", "chat").requests()).isZero();
    assertThat(of("m", "chat").validity().reasons())
        .extracting(Reason::code)
        .doesNotContain(Code.RECORDS);
  }

  @Test
  void whileItIsUnderWayARunIsJudgedByTheWholeMix() throws IOException {
    run(2);
    Run run = Run.read(folder);
    Cell mix = run.cells().get(0);

    assertThat(mix.isMix()).isTrue();
    assertThat(Run.repeats(folder, mix, Metric.TOTAL_LATENCY, Statistic.MEAN))
        .containsOnlyKeys("a", "b")
        .containsEntry(
            "a",
            new TreeMap<>(
                run.trial("a", mix).orElseThrow().estimate(Metric.TOTAL_LATENCY).byRepeat()));
  }

  @Test
  void ratesOfTheTasksAreOfTheSameWindowAndAddUp() throws IOException {
    run(2);

    double all = of("chat+qa").estimate(Metric.REQUEST_THROUGHPUT).value();

    assertThat(of("chat+qa").repeats()).allMatch(one -> one.seconds() == 8);
    assertThat(of("chat").repeats()).allMatch(one -> one.seconds() == 8);
    assertThat(all).isEqualTo(5, within(1e-6));
    // What is due at the very end of the window has begun in it and ends after it.
    assertThat(of("chat+qa").estimate(Metric.ACHIEVED_RATE).value())
        .isEqualTo(5, within(1.0 / 8 + 1e-6));
    assertThat(
            of("chat").estimate(Metric.REQUEST_THROUGHPUT).value()
                + of("qa").estimate(Metric.REQUEST_THROUGHPUT).value())
        .isEqualTo(all, within(1e-6));
  }

  @Test
  void eachStartCountsOnceInTheRateAchieved() throws IOException {
    run(2);

    assertThat(of("chat+qa").estimate(Metric.ACHIEVED_RATE).value()).isEqualTo(41 / 8.0, EXACT);
    assertThat(
            of("chat").estimate(Metric.ACHIEVED_RATE).value()
                + of("qa").estimate(Metric.ACHIEVED_RATE).value())
        .isEqualTo(41 / 8.0, EXACT);
  }

  @Test
  void whatWasNeverStartedIsNotAchieved() throws IOException {
    run(2);
    for (Trial trial : Plan.read(directory.plan()).trials()) {
      Path file = directory.requests(trial.stack(), trial.name());
      String line =
          HandMade.line(
              HandMade.refused(trial.repeat(), 105_000),
              "\"trial\":\"trial\"",
              "\"trial\":\"" + trial.name() + "\"");
      Files.writeString(
          file,
          line.replace("\"stack\":\"a\"", "\"stack\":\"" + trial.stack() + "\""),
          StandardOpenOption.APPEND);
    }

    assertThat(of("chat+qa").failed()).isEqualTo(2);
    assertThat(of("chat+qa").estimate(Metric.ACHIEVED_RATE).value()).isEqualTo(41 / 8.0, EXACT);
  }

  @Test
  void whatIsDeclaredIsOfAllTogether() throws IOException {
    run(2);

    assertThat(Run.read(folder).comparisons())
        .filteredOn(Comparison::declared)
        .isNotEmpty()
        .allMatch(one -> one.cell().task().equals("chat+qa"));
  }

  @Test
  void usersWhoComeTooSlowlyMakeATrialSuspect() throws IOException {
    run(0.7);

    assertThat(of("chat+qa").validity().reasons())
        .extracting(Reason::code)
        .contains(Code.SHORT_STEADY);
  }

  @Test
  void usersWhoHaveTimeDoNot() throws IOException {
    run(2);

    assertThat(of("chat+qa").validity().reasons())
        .extracting(Reason::code)
        .doesNotContain(Code.SHORT_STEADY, Code.LITTLES_LAW, Code.FEW_CYCLES, Code.SHORT_REPEATS);
  }
}
