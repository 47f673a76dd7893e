package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.inferometer.dataset.PromptSequence.Renewal;
import org.inferometer.record.Phase;
import org.junit.jupiter.api.Test;

class PromptSequenceTest {
  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 101).mapToObj(i -> new Prompt("p" + i, "text", null)).toList();

  @Test
  void warmUpAndMeasurementShareNoPromptInAnyTrialOfARun() {
    List<Prompt> warmup = draw("a", 1, Phase.WARMUP, 0, 300);

    for (int repeat = 1; repeat < 4; repeat++) {
      assertThat(draw("a", repeat, Phase.MEASURED, 0, 300)).doesNotContainAnyElementsOf(warmup);
      assertThat(draw("b", repeat, Phase.MEASURED, 0, 300)).doesNotContainAnyElementsOf(warmup);
    }
    assertThat(draw("b", 1, Phase.EDGE, 0, 50))
        .containsExactlyInAnyOrderElementsOf(warmup.subList(0, 50));
  }

  @Test
  void repeatsNoPromptBeforeAllOfItsHalfAreUsed() {
    for (int round = 0; round < 4; round++) {
      assertThat(draw("a", 1, Phase.MEASURED, round * 51, 51)).doesNotHaveDuplicates();
      assertThat(draw("a", 1, Phase.WARMUP, round * 50, 50)).doesNotHaveDuplicates();
    }
  }

  @Test
  void isTheSameForTheSameTrialAndAnotherForEachRepeatAndRound() {
    List<Prompt> first = draw("a", 1, Phase.MEASURED, 0, 51);

    assertThat(draw("a", 1, Phase.MEASURED, 0, 51)).isEqualTo(first);
    assertThat(draw("a", 2, Phase.MEASURED, 0, 51)).isNotEqualTo(first);
    assertThat(draw("b", 1, Phase.MEASURED, 0, 51)).isNotEqualTo(first);
    assertThat(draw("a", 1, Phase.MEASURED, 51, 51)).isNotEqualTo(first);
    assertThat(
            new PromptSequence(PROMPTS, Renewal.NONCE, null, 8, "a", 1)
                .prompt(Phase.MEASURED, 0)
                .id())
        .isNotEqualTo(first.get(0).id());
  }

  @Test
  void wantsAPromptForEachHalf() {
    assertThatThrownBy(
            () -> new PromptSequence(PROMPTS.subList(0, 1), Renewal.NONCE, null, 7, "a", 1))
        .hasMessageContaining("found 1 prompts; allowed: at least 2");
  }

  @Test
  void asksEachPromptOnceInEachTrialRepeatPhaseAndRun() {
    Set<String> texts = new HashSet<>();
    int asked = 0;
    for (String run : List.of("run", "run again")) {
      for (String trial : List.of("a", "b")) {
        for (int repeat = 1; repeat < 4; repeat++) {
          PromptSequence sequence =
              new PromptSequence(PROMPTS, Renewal.NONCE, run, 7, trial, repeat);
          for (int position = 0; position < 150; position++, asked += 2) {
            texts.add(sequence.prompt(Phase.WARMUP, position).text());
            texts.add(sequence.prompt(Phase.MEASURED, position).text());
          }
        }
      }
    }
    assertThat(texts).hasSize(asked);
  }

  @Test
  void putsTheNonceBeforeTheTextAndLeavesOrderAndIdsAlone() {
    PromptSequence asIs = new PromptSequence(PROMPTS, Renewal.NONCE, null, 7, "a", 1);
    PromptSequence first = new PromptSequence(PROMPTS, Renewal.NONCE, "run", 7, "a", 1);
    PromptSequence second = new PromptSequence(PROMPTS, Renewal.NONCE, "run", 7, "a", 1);

    for (int position = 0; position < 150; position++) {
      Prompt prompt = asIs.prompt(Phase.MEASURED, position);
      Prompt renewed = first.prompt(Phase.MEASURED, position);
      assertThat(renewed).isEqualTo(second.prompt(Phase.MEASURED, position));
      assertThat(renewed.id()).isEqualTo(prompt.id());
      assertThat(renewed.text()).matches("#( [a-z]{4}){8}\n" + prompt.text());
    }
  }

  private static List<Prompt> draw(String trial, int repeat, Phase phase, long from, int count) {
    PromptSequence sequence = new PromptSequence(PROMPTS, Renewal.NONCE, null, 7, trial, repeat);
    return LongStream.range(from, from + count)
        .mapToObj(position -> sequence.prompt(phase, position))
        .toList();
  }
}
