package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.record.Phase;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.Run;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace replayed in a whole run, seen from the server. */
@Tag("whole-run")
class TraceRunTest {
  private static final int REQUESTS = 30;
  private static final String TRIAL = "complete-any-replay-sync-tracerequests-x2-first-30";

  @TempDir private Path folder;

  @Test
  void requestsOfATraceAreAskedAtItsTimesAndInItsLengths()
      throws IOException, InterruptedException {
    try (AskedServer server = AskedServer.counting(TraceRunTest::words)) {
      ByteArrayOutputStream told = new ByteArrayOutputStream();
      Session session =
          Suite.of(
              scenario(server),
              Map.of(),
              folder.resolve("results"),
              new Choices(null, List.of(), false),
              new PrintStream(told));
      session.measure();

      assertThat(told.toString())
          .contains("requests: 30 requests of a trace (mooncake) in 0.7 s, sped up by 2");
      List<RequestRecord> records = new ArrayList<>();
      RecordReader.read(session.directory().requests("a", TRIAL), records::add, problem -> {});
      records.sort(Comparator.comparing(RequestRecord::place));
      assertThat(records).hasSize(REQUESTS).allMatch(one -> one.phase() == Phase.MEASURED);
      long begin = records.get(0).scheduled();
      Map<String, String> prompts =
          server.asked().stream()
              .collect(
                  Collectors.toMap(AskedServer.Asked::id, AskedServer.Asked::prompt, (a, b) -> a));
      for (int i = 0; i < REQUESTS; i++) {
        RequestRecord one = records.get(i);
        assertThat(one.scheduled() - begin).isEqualTo(25_000_000L * i);
        assertThat(one.promptTokens()).isEqualTo(600 + i);
        assertThat(one.maxTokens()).isEqualTo(5 + i);
        assertThat(one.prompt()).isEqualTo("trace-" + (i + 1));
        String before = prompts.get(records.get(i % 2).id());
        assertThat(first(prompts.get(one.id()), 512))
            .as("blocks of the same id")
            .isEqualTo(first(before, 512));
      }
      assertThat(first(prompts.get(records.get(0).id()), 16))
          .isNotEqualTo(first(prompts.get(records.get(1).id()), 16));
      assertThat(Run.read(session.directory().root()).problems()).isEmpty();
    }
  }

  private static String first(String prompt, int words) {
    return List.of(prompt.strip().split(" ")).subList(0, words).toString();
  }

  private static int words(String prompt) {
    return prompt.strip().split(" ").length;
  }

  private Path scenario(AskedServer server) throws IOException {
    Files.createDirectory(folder.resolve("traces"));
    Files.writeString(
        folder.resolve("traces/requests.jsonl"),
        IntStream.range(0, REQUESTS)
                .mapToObj(
                    i ->
                        "{\"timestamp\": %d, \"input_length\": %d, \"output_length\": %d, \"hash_ids\": [%d, %d]}\n"
                            .formatted(50 * i, 600 + i, 5 + i, i % 2, 100 + i))
                .collect(Collectors.joining())
            + "not read any more\n");
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        models: { any: {} }
        stacks: { a: { url: "%s" } }
        tasks: { replay: { loads: [ { trace: traces/requests.jsonl, speed-up: 2, first: 30 } ] } }
        modes: [sync]
        measure: { repeats: 1, warmup-time: 50ms, stack-warmup: 50ms, first-token: false }
        """
            .formatted(server.uri()));
  }
}
