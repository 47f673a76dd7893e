package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inferometer.dataset.TracePrompts.Lengths;
import org.inferometer.record.Phase;
import org.junit.jupiter.api.Test;

class TracePromptsTest {
  private static final List<Lengths> REQUESTS =
      List.of(
          new Lengths(600, 5, new long[] {1, 2}),
          new Lengths(700, 6, new long[] {1, 3}),
          new Lengths(40, 7, null));

  private final TracePrompts first = new TracePrompts(REQUESTS, 512, "run", "trial", 1);
  private final TracePrompts second = new TracePrompts(REQUESTS, 512, "run", "trial", 2);

  @Test
  void measuredRequestsAreThoseOfTheTrace() {
    for (int i = 0; i < 3; i++) {
      Prompt prompt = first.prompt(Phase.MEASURED, i);
      assertThat(prompt.id()).isEqualTo("trace-" + (i + 1));
      assertThat(words(prompt)).hasSize(REQUESTS.get(i).promptTokens());
    }
    Generation task = new Generation(0.5, null, null, 64, 9L, true, null);
    assertThat(first.generation(task, Phase.MEASURED, 1))
        .isEqualTo(new Generation(0.5, null, null, 6, 10L, true, null));
  }

  @Test
  void promptsShareWhatTheyHadInCommonAndNoMore() {
    List<String> one = words(first.prompt(Phase.MEASURED, 0));
    List<String> other = words(first.prompt(Phase.MEASURED, 1));

    assertThat(other.subList(0, 512)).isEqualTo(one.subList(0, 512));
    assertThat(other.subList(512, 528)).isNotEqualTo(one.subList(512, 528));
  }

  @Test
  void eachRepeatIsNewToTheServerUnlessPromptsAreReused() {
    assertThat(words(second.prompt(Phase.MEASURED, 0)).subList(0, 16))
        .isNotEqualTo(words(first.prompt(Phase.MEASURED, 0)).subList(0, 16));
    TracePrompts reused = new TracePrompts(REQUESTS, 512, null, "trial", 1);
    TracePrompts again = new TracePrompts(REQUESTS, 512, null, "trial", 2);
    assertThat(reused.prompt(Phase.MEASURED, 0)).isEqualTo(again.prompt(Phase.MEASURED, 0));
  }

  @Test
  void whatIsNotMeasuredSharesNothingWithWhatIs() {
    List<String> warmup = words(first.prompt(Phase.WARMUP, 0));

    assertThat(warmup).hasSize(600);
    assertThat(warmup.subList(0, 16))
        .isNotEqualTo(words(first.prompt(Phase.MEASURED, 0)).subList(0, 16));
    assertThat(words(first.prompt(Phase.WARMUP, 2)).subList(0, 16))
        .isNotEqualTo(words(first.prompt(Phase.MEASURED, 2)).subList(0, 16));
    assertThat(first.prompt(Phase.WARMUP, 4).id()).isEqualTo("trace-2");
  }

  private static List<String> words(Prompt prompt) {
    return List.of(prompt.text().strip().split(" "));
  }
}
