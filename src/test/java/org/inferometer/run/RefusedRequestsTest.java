package org.inferometer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.inferometer.record.Mode;
import org.inferometer.result.FailedTrial;
import org.inferometer.scenario.Trial;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs in which a stack answers some requests, and others it cannot be asked. */
@Timeout(180)
class RefusedRequestsTest extends MadeUpRun {
  private static final String MEASURE = "repeats: 1, stack-warmup: 10ms";
  private static final String TASK =
      "hello: { prompts: hello.jsonl, generation: { max_tokens: 2 } }";
  private static final String REFUSED =
      "no: { prompts: no.jsonl, parallelism: [4], generation: { max_tokens: 2 } }";

  private Session refusing(String... changes) throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("no.jsonl"),
        """
        {"id": "a", "text": "Please %1$s"}
        {"id": "b", "text": "Do %1$s"}
        """
            .formatted(LaunchedServer.REFUSED));
    return begin("a: " + LaunchedServer.stack(0, ""), MEASURE, changes);
  }

  @Test
  void aTaskThatIsRefusedIsNotMeasuredAndTheOthersAre() throws IOException, InterruptedException {
    Session session = refusing(TASK, REFUSED + ", " + TASK);

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("1 of 3 trials failed")
        .hasMessageContaining("stack a: cannot be measured: a request of task no (stream, model")
        .hasMessageContaining("no such requests here");

    assertThat(executor.kept).extracting(Trial::task).containsExactly("hello", "hello");
    assertThat(FailedTrial.read(session.directory()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.trial()).isEqualTo("complete-any-no-stream-p4");
              assertThat(one.reason()).contains("no such requests here");
            });
    assertThat(notes()).anyMatch(one -> one.contains("a request of task no (stream, model any)"));
  }

  @Test
  void aModeThatIsRefusedIsNotMeasuredAndTheOtherIs() throws IOException, InterruptedException {
    Session session = refusing("modes: [stream]", "modes: [sync, stream]");

    assertThatThrownBy(session::measure)
        .hasMessageContaining("2 of 4 trials failed")
        .hasMessageContaining("2 × stack a: cannot be measured: a request of task hello (sync, mo");

    assertThat(executor.kept).extracting(Trial::mode).containsOnly(Mode.STREAM).hasSize(2);
  }

  @Test
  void aRefusedTaskOfTheHighestLoadIsNotTheEndOfTheWarmUp()
      throws IOException, InterruptedException {
    Session session = refusing(TASK, TASK + ", " + REFUSED.replace("[4]", "[32]"));

    session.measure();

    assertThat(executor.kept).extracting(Trial::task).containsExactly("hello", "hello", "no");
  }

  @Test
  void aStackThatRefusesEverythingFailsAsAWhole() throws IOException, InterruptedException {
    Session session = refusing(TASK, REFUSED);

    assertThatThrownBy(session::measure)
        .hasMessageContaining("1 of 1 trials failed")
        .hasMessageContaining("no such requests here");

    assertThat(executor.kept).isEmpty();
  }

  @Test
  void aModelWhoseTokenizerTakesWordsApartIsLeftOutAndTheOthersAreMeasured()
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("late"));
    Files.writeString(folder.resolve("late/config.json"), "{}");
    Session session =
        refusing(
            TASK,
            "words: { synthetic: { prompt-tokens: 8 }, generation: { max_tokens: 2 } }",
            "{ any: { directory: . } }",
            "{ any: { directory: . }, late: { directory: late } }",
            "{ any: exact }",
            "{ any: exact, late: exact }");
    writeModel("late");

    assertThatThrownBy(session::measure)
        .isInstanceOf(RunFailed.class)
        .hasMessageContaining("2 of 4 trials failed")
        .hasMessageContaining("stack a: the tokenizer of model late (");

    assertThat(executor.kept).extracting(Trial::model).containsExactly("any", "any");
    assertThat(FailedTrial.read(session.directory())).hasSize(2);
  }

  @Test
  void aModelWhoseTokenizerTakesWordsApartIsRefusedBeforeTheRunWhereItIsThere() throws IOException {
    writeModel("late");

    assertThatThrownBy(
            () ->
                refusing(
                    TASK,
                    "words: { synthetic: { prompt-tokens: 8 }, generation: { max_tokens: 2 } }",
                    "{ any: { directory: . } }",
                    "{ any: { directory: . }, late: { directory: late } }"))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("the tokenizer of model late (");
  }

  /** One whose vocabulary has hardly more than bytes. */
  private void writeModel(String name) {
    ModelShape shape = new ModelShape(1, 64, 2, 2, 257, 64);
    ModelWriter.write(
        shape.config(folder.resolve(name), Architecture.GPT2), 1, WeightType.FLOAT32, 1);
  }
}
