package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.figure.Catalogue;
import org.inferometer.figure.ChartSpec;
import org.inferometer.figure.Lines;
import org.inferometer.figure.Panels;
import org.inferometer.figure.Point;
import org.inferometer.figure.Words;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.Run;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Trial;
import org.inferometer.search.Answer.End;
import org.inferometer.search.Finding;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Searches whose trials are made up: a P2FT of 1 ms and two more for each request in flight. */
@Timeout(120)
class SearchRunTest {
  private static final String SEARCH =
      "search: { meet: { p2ft: { p99: 42ms } }, over: closed, from: 4, to: %d }";

  private static final String RATES =
      "search: { meet: { p2ft: { p99: 42ms } }, over: rate, from: 4, to: 16, duration: 30s,"
          + " arrivals: constant }";

  @TempDir private Path folder;
  private final List<RunEvent> told = new ArrayList<>();
  private final MadeUpTrials executor = new MadeUpTrials();
  private ExactScheduleServer server;
  private RunDirectory directory;

  @BeforeEach
  void start() throws IOException {
    server = ExactScheduleServer.start(0, "ttft=1ms,itl=1ms,tokens=4");
    executor.recorder = this::record;
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachStackIsSearchedAndWhatWasTriedIsInThePlan() throws IOException, InterruptedException {
    Session session = session(64);

    session.measure();

    assertThat(session.state()).isEqualTo(Session.State.ENDED);
    assertThat(directory.done()).exists();
    List<Finding> found = Finding.read(directory.search());
    assertThat(found).extracting(Finding::stack).containsExactlyInAnyOrder("a", "b");
    assertThat(found)
        .allSatisfy(
            one -> {
              assertThat(one.end()).isEqualTo(End.FOUND);
              assertThat(one.shown()).isEqualTo(20);
              assertThat(one.notShown()).isEqualTo(21);
              assertThat(one.toString())
                  .contains("meets the targets up to 20 requests in flight; misses at 21")
                  .contains("p2ft p99 <= 42ms");
            });
    assertThat(againstItsSchema(directory.search())).isEmpty();
    assertThat(told)
        .filteredOn(RunEvent.Searched.class::isInstance)
        .extracting(one -> ((RunEvent.Searched) one).answer())
        .containsExactlyElementsOf(found.stream().map(Finding::toString).toList());
    assertThat(Plan.read(directory.plan()).trials())
        .containsExactlyInAnyOrderElementsOf(executor.kept)
        .doesNotHaveDuplicates();
  }

  private static List<Error> againstItsSchema(Path file) throws IOException {
    try (InputStream schema = Finding.class.getResourceAsStream("search.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema, InputFormat.JSON)
          .validate(new JsonMapper().readTree(file.toFile()));
    }
  }

  @Test
  void theTrailIsAFigureInWhichTheAnswerIsMarked() throws IOException, InterruptedException {
    session(64).measure();

    List<ChartSpec> drawn =
        Catalogue.of(Run.read(directory.root()), Words.ENGLISH).stream()
            .filter(one -> one.caption().name().equals("search"))
            .toList();

    assertThat(drawn).hasSize(1);
    assertThat(((Panels) drawn.get(0)).panels()).hasSize(2);
    Lines missed = ((Panels) drawn.get(0)).panels().get(0);
    assertThat(missed.series()).hasSize(2);
    assertThat(missed.series())
        .allSatisfy(
            stack -> {
              assertThat(stack.points())
                  .filteredOn(one -> "answer".equals(one.label()))
                  .extracting(Point::x)
                  .containsExactly(20.0);
              assertThat(stack.points())
                  .allSatisfy(one -> assertThat(one.y()).isEqualTo(one.x() > 20 ? 1 : 0));
            });
  }

  @Test
  void aLoadThatMeetsThemAtTheEndOfTheRangeIsALowerBound()
      throws IOException, InterruptedException {
    session(6).measure();

    assertThat(Finding.read(directory.search()))
        .allSatisfy(
            one -> assertThat(one.toString()).contains("at least up to 6 requests in flight ("));
  }

  @Test
  void aSearchThatWasCutShortGoesOnWhereItWas() throws IOException, InterruptedException {
    Session session = session(64);
    session.listen(
        event -> {
          if (event instanceof RunEvent.TrialEnded trial && trial.number() == 7) {
            session.cancel();
          }
        });
    assertThatThrownBy(session::measure).isInstanceOf(RunFailed.class);
    assertThat(executor.kept).hasSize(7);

    Session again =
        new Runs(run -> executor, told::add)
            .resume(directory.root(), new Choices(null, List.of(), false));
    again.measure();

    assertThat(Finding.read(directory.search())).hasSize(2);
    assertThat(executor.kept).doesNotHaveDuplicates();
    int measured = executor.kept.size();
    new Runs(run -> executor, told::add)
        .resume(directory.root(), new Choices(null, List.of(), false))
        .measure();
    assertThat(executor.kept).hasSize(measured);
  }

  @Test
  void aStackThatFailsHasNoAnswerUntilItIsMeasuredAgain() throws IOException, InterruptedException {
    executor.failing = "b";
    Session session = session(64);

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("stack b: no answer");

    assertThat(Finding.read(directory.search())).extracting(Finding::stack).containsExactly("a");
    executor.failing = null;
    new Runs(run -> executor, told::add)
        .resume(directory.root(), new Choices(null, List.of(), false))
        .measure();
    assertThat(Finding.read(directory.search())).hasSize(2);
  }

  @Test
  void aLoadAtWhichRequestsFailIsAskedNoMore() throws IOException, InterruptedException {
    executor.recorder = trial -> record(trial, trial.load().level() > 10 ? 5 : 1000);

    session(64).measure();

    Finding found = Finding.read(directory.search()).get(0);
    assertThat(found.shown()).isEqualTo(10);
    assertThat(found.notShown()).isEqualTo(11);
    assertThat(found.trail())
        .allSatisfy(
            one -> {
              assertThat(one.stopped())
                  .isEqualTo(one.level() > 10 ? "20 % of the requests failed" : null);
              assertThat(one.replicates()).isEqualTo(one.level() > 10 || !one.confirms() ? 1 : 5);
            });
  }

  @Test
  void aRateAtWhichRequestsPileUpIsNoneThatAStackKeepsUp()
      throws IOException, InterruptedException {
    executor.recorder = trial -> scheduled(trial, 0, trial.load().level() > 8 ? 1.3 : 1);

    session(RATES).measure();

    Finding found = Finding.read(directory.search()).get(0);
    assertThat(found.shown()).isBetween(7.8, 8.0);
    assertThat(found.late()).isZero();
    assertThat(found.trail())
        .allSatisfy(
            one ->
                assertThat(one.stopped())
                    .isEqualTo(one.level() > 8 ? "more and more requests were in flight" : null));
  }

  @Test
  void trialsInWhichTheClientItselfWasLateAreCounted() throws IOException, InterruptedException {
    executor.recorder = trial -> scheduled(trial, trial.load().level() > 10 ? 5 : 0, 1);

    session(RATES).measure();

    Finding found = Finding.read(directory.search()).get(0);
    assertThat(found.end()).isEqualTo(End.AT_LEAST);
    assertThat(found.late())
        .isPositive()
        .isEqualTo(
            found.trail().stream()
                .filter(one -> one.level() > 10)
                .mapToInt(Finding.Tried::replicates)
                .sum());
  }

  private Session session(int to) throws IOException, InterruptedException {
    return session(SEARCH.formatted(to));
  }

  private Session session(String search) throws IOException, InterruptedException {
    Path file = TwoStacks.scenario(folder, server.uri(), "stack-warmup: 10ms");
    Files.writeString(file, Files.readString(file).replace("parallelism: [1, 2]", search));
    Session session =
        new Runs(run -> executor, told::add)
            .begin(file, Map.of(), folder.resolve("results"), new Choices(null, List.of(), false));
    directory = session.directory();
    return session;
  }

  private void record(Trial trial) {
    record(trial, 1000);
  }

  /** Of which every so manieth fails. */
  private void record(Trial trial, int failing) {
    List<RequestRecord> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long start = 1000L * i;
      long first = start + 1 + 2 * Math.round(trial.load().level());
      all.add(
          i % failing == 0 && failing < 50
              ? HandMade.failed(trial.repeat(), start, start + 5)
              : HandMade.ok(trial.repeat(), start, first, first + 10));
    }
    write(trial, all);
  }

  /**
   * Requests at a rate, with a first token after 5 ms.
   *
   * @param delay of their starts, in milliseconds
   * @param stretch time between their ends, by that between their starts
   */
  private void scheduled(Trial trial, long delay, double stretch) {
    List<RequestRecord> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      long due = Math.round(1e9 * i / trial.load().level());
      long start = due + delay * 1_000_000;
      long first = start + 5_000_000;
      long last = first + 50_000_000 + Math.round((stretch - 1) * due);
      all.add(
          HandMade.record(
              trial.repeat(),
              1,
              0,
              Phase.MEASURED,
              due,
              start,
              start,
              new long[] {first, last},
              new int[] {1, 1},
              new int[] {1, 1},
              last,
              10,
              2,
              64));
    }
    write(trial, all);
  }

  private void write(Trial trial, List<RequestRecord> records) {
    try {
      Path file = directory.requests(trial.stack(), trial.name());
      Files.createDirectories(file.getParent());
      try (RecordWriter out = RecordWriter.append(file)) {
        records.forEach(out::write);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
