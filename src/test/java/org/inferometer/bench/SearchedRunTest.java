package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.report.table.RunFacts;
import org.inferometer.result.Run;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.search.Answer.End;
import org.inferometer.search.Finding;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of a search, with JMH's forks. */
@Tag("whole-run")
class SearchedRunTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void theLargestLoadIsBelowWhatTheSlotsCanDoAndIsNotSearchedAgain()
      throws IOException, InterruptedException {
    // One slot that is held for 20 ms: no more than 50 requests a second.
    try (ExactScheduleServer server =
        ExactScheduleServer.start(0, "ttft=20ms,itl=0ms,tokens=1,slots=1")) {
      Session session = run(server, "{ total-latency: { p50: 100ms } }");

      Run run = Run.read(session.directory().root());
      assertThat(run.complete()).isTrue();
      assertThat(run.problems()).isEmpty();
      Finding found = Finding.read(session.directory().search()).get(0);
      assertThat(found.end()).isEqualTo(End.NOT_EVEN);
      assertThat(found.trail())
          .last()
          .satisfies(last -> assertThat(last.goodput()).isLessThan(100));
      assertThat(run.trials()).hasSize(1);
      assertThat(console.toString(StandardCharsets.UTF_8))
          .contains(found.toString())
          .contains("not even at 200 requests/s");
      assertThat(RunFacts.of(run)).containsEntry("search", List.of(found.toString()));

      int trials = run.plan().trials().size();
      Session again =
          Suite.resume(
              session.directory().root(),
              new Choices(null, List.of(), false),
              new PrintStream(console, true, StandardCharsets.UTF_8));
      again.measure();
      assertThat(Run.read(session.directory().root()).plan().trials()).hasSize(trials);
    }
  }

  private Session run(ExactScheduleServer server, String meet)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\": \"a\", \"text\": \"Hello there\"}\n{\"id\": \"b\", \"text\": \"Hello again\"}\n");
    Path scenario =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: test
            models: { any: {} }
            stacks: { a: { url: "%s", models: { any: exact } } }
            tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 1 } } }
            search: { meet: %s, over: rate, from: 200, to: 400, duration: 600ms, arrivals: constant }
            measure: { warmup-time: 100ms, stack-warmup: 50ms }
            """
                .formatted(server.uri(), meet));
    Session session =
        Suite.of(
            scenario,
            Map.of(),
            folder.resolve("results"),
            new Choices(null, List.of(), false),
            new PrintStream(console, true, StandardCharsets.UTF_8));
    session.measure();
    return session;
  }
}
