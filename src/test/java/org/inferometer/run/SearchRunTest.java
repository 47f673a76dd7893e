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
import org.inferometer.record.RecordWriter;
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

  private Session session(int to) throws IOException, InterruptedException {
    Path file = TwoStacks.scenario(folder, server.uri(), "stack-warmup: 10ms");
    Files.writeString(
        file, Files.readString(file).replace("parallelism: [1, 2]", SEARCH.formatted(to)));
    Session session =
        new Runs(run -> executor, told::add)
            .begin(file, Map.of(), folder.resolve("results"), new Choices(null, List.of(), false));
    directory = session.directory();
    return session;
  }

  private void record(Trial trial) {
    try {
      Path file = directory.requests(trial.stack(), trial.name());
      Files.createDirectories(file.getParent());
      try (RecordWriter out = RecordWriter.append(file)) {
        for (int i = 0; i < 50; i++) {
          long start = 1000L * i;
          long first = start + 1 + 2 * Math.round(trial.load().level());
          out.write(HandMade.ok(trial.repeat(), start, first, first + 10));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
