package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The prompts in {@code scenarios/prompts} are what their tasks claim. */
class ShippedPromptsTest {
  private static final int SHINGLE = 8;

  @ParameterizedTest
  @CsvSource({"chat, 1, 120", "qa, 5, 40", "code, 10, 120", "summarization, 150, 2000"})
  void areAHundredOfTheirTasksLength(String task, int fewestWords, int mostWords) {
    List<Prompt> prompts = prompts(task);

    assertThat(prompts).hasSize(100);
    assertThat(prompts).extracting(Prompt::id).allMatch(id -> id.matches(task + "-[0-9]{3}"));
    assertThat(prompts)
        .allSatisfy(prompt -> assertThat(words(prompt).length).isBetween(fewestWords, mostWords));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "qa", "code", "summarization"})
  void shareNoEightWordsInARow(String task) {
    Map<String, String> seen = new HashMap<>();
    List<String> shared = new ArrayList<>();
    for (Prompt prompt : prompts(task)) {
      String[] words = prompt.text().toLowerCase(Locale.ROOT).split("\\W+");
      for (int i = 0; i + SHINGLE <= words.length; i++) {
        String shingle = String.join(" ", List.of(words).subList(i, i + SHINGLE));
        String first = seen.putIfAbsent(shingle, prompt.id());
        if (first != null && !first.equals(prompt.id())) {
          shared.add(first + " and " + prompt.id() + ": " + shingle);
        }
      }
    }
    assertThat(shared).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "qa", "code", "summarization"})
  void areAllDifferent(String task) {
    assertThat(prompts(task)).extracting(Prompt::text).doesNotHaveDuplicates();
  }

  @Test
  void articlesAreAboutAsLongAsThoseOfCnnDailymail() {
    double mean =
        prompts("summarization").stream().mapToInt(one -> words(one).length).average().orElse(0);

    assertThat(mean).isBetween(550.0, 800.0);
  }

  @Test
  void questionsHaveAnswersAndStubsAreFunctions() {
    assertThat(prompts("qa")).extracting(Prompt::reference).doesNotContainNull();
    assertThat(prompts("code")).extracting(Prompt::text).allMatch(text -> text.contains("def "));
  }

  @Test
  void conversationsHaveThreeOrFourTurnsAndAnswersToAllButTheLast() {
    List<Prompt> all = prompts("conversations");

    assertThat(all).hasSizeGreaterThan(24);
    assertThat(all).extracting(Prompt::text).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            one -> {
              Conversation of = new Conversation(one);
              assertThat(of.turns()).isBetween(3, 4);
              for (int turn = 1; turn < of.turns(); turn++) {
                assertThat(of.reference(turn)).isNotBlank();
              }
            });
  }

  private static List<Prompt> prompts(String task) {
    return Prompts.read(Path.of("scenarios", "prompts", task + ".jsonl"));
  }

  private static String[] words(Prompt prompt) {
    return prompt.text().strip().split("\\s+");
  }
}
