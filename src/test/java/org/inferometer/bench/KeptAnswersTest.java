package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inferometer.record.KeptAnswer;
import org.inferometer.record.Outcome;
import org.inferometer.record.RecordReader;
import org.inferometer.record.RequestRecord;
import org.inferometer.record.TokenSource;
import org.inferometer.report.table.ConsoleReport;
import org.inferometer.result.Run;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.TrialResult;
import org.inferometer.run.Choices;
import org.inferometer.run.Session;
import org.inferometer.server.Tokenizer;
import org.inferometer.standard.ExactScheduleServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of answers, with JMH's forks: kept, compared, and counted where no server counts. */
@Tag("whole-run")
class KeptAnswersTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void answersOfGreedyTasksAreKeptComparedAndCountedWhereNobodyElseDoes()
      throws IOException, InterruptedException {
    Path model = model();
    try (ExactScheduleServer one = ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,tokens=9");
        ExactScheduleServer other =
            ExactScheduleServer.start(0, "ttft=2ms,itl=1ms,usage=none,text=unicode")) {
      Session session = run(one, other, model);

      Run run = Run.read(session.directory().root());
      assertThat(run.problems()).isEmpty();
      try (Tokenizer tokenizer = Tokenizer.load(model)) {
        for (TrialResult trial : run.trials()) {
          boolean greedy = trial.cell().task().equals("greedy");
          Path kept = session.directory().answers(trial.stack(), trial.cell().trial());
          assertThat(Files.exists(kept)).isEqualTo(greedy);
          List<RequestRecord> records = records(session, trial);
          assertThat(trial.tokenSource())
              .isEqualTo(trial.stack().equals("a") ? TokenSource.USAGE : TokenSource.TOKENIZER);
          if (greedy) {
            assertTold(records, answers(kept), tokenizer, trial.stack().equals("b"));
          }
        }
      }
      assertThat(SameAnswers.read(session.directory().sameAnswers()))
          .hasSize(2)
          .allSatisfy(
              same -> {
                assertThat(same.base()).isEqualTo("a");
                assertThat(same.other()).isEqualTo("b");
                assertThat(same.compared()).isPositive();
                assertThat(same.same()).isZero();
                assertThat(same.unit()).isEqualTo("token");
              });
      assertThat(ConsoleReport.of(run)).contains("same answers? b against a, greedy, any:");
    }
  }

  private static void assertTold(
      List<RequestRecord> records, List<KeptAnswer> answers, Tokenizer tokenizer, boolean counted) {
    assertThat(answers)
        .extracting(KeptAnswer::id)
        .containsExactlyInAnyOrderElementsOf(
            records.stream()
                .filter(one -> one.outcome() == Outcome.OK)
                .map(RequestRecord::id)
                .toList());
    assertThat(answers).allMatch(one -> !one.text().isEmpty() && one.reasoning() == null);
    if (counted) {
      int tokens = tokenizer.encode(answers.get(0).text(), false).length;
      assertThat(records)
          .allMatch(one -> one.tokenSource() == TokenSource.TOKENIZER)
          .allMatch(one -> one.outputTokens() == tokens);
    }
  }

  /** A model of which only its tokenizer is needed: a letter a token. */
  private Path model() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("model"));
    Files.writeString(directory.resolve("config.json"), "{}");
    ObjectNode vocabulary = new JsonMapper().createObjectNode();
    vocabulary.put("<unk>", 0);
    for (char letter = ' '; letter < 127; letter++) {
      vocabulary.put(String.valueOf(letter), vocabulary.size());
    }
    ObjectNode tokenizer = new JsonMapper().createObjectNode().put("version", "1.0");
    ObjectNode bpe = tokenizer.putObject("model").put("type", "BPE").put("unk_token", "<unk>");
    bpe.set("vocab", vocabulary);
    ArrayNode merges = bpe.putArray("merges");
    assertThat(merges).isEmpty();
    Files.writeString(directory.resolve("tokenizer.json"), tokenizer.toString());
    return directory;
  }

  private Session run(ExactScheduleServer a, ExactScheduleServer b, Path model)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        "{\"id\":\"a\",\"text\":\"Hello\"}\n{\"id\":\"b\",\"text\":\"there\"}\n");
    Path scenario =
        Files.writeString(
            folder.resolve("scenario.yaml"),
            """
            name: test
            models: { any: { directory: "%s" } }
            stacks:
              a: { url: "%s", models: { any: exact } }
              b: { url: "%s", models: { any: exact } }
            tasks:
              greedy: { prompts: hello.jsonl, generation: { temperature: 0 } }
              drawn: { prompts: hello.jsonl, generation: { temperature: 1 } }
            generation: { any: { greedy: { max_tokens: 40 }, drawn: { max_tokens: 40 } } }
            modes: [sync, stream]
            parallelism: [2]
            measure:
              { repeats: 1, warmup-time: 100ms, stack-warmup: 50ms, iterations: 2, iteration-time: 300ms, first-token: false }
            """
                .formatted(model, a.uri(), b.uri()));
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

  private static List<KeptAnswer> answers(Path file) {
    List<KeptAnswer> answers = new ArrayList<>();
    RecordReader.answers(
        file,
        answers::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    return answers;
  }

  private static List<RequestRecord> records(Session session, TrialResult trial) {
    List<RequestRecord> records = new ArrayList<>();
    RecordReader.read(
        session.directory().requests(trial.stack(), trial.cell().name()),
        records::add,
        problem -> {
          throw new IllegalStateException(problem);
        });
    return records;
  }
}
