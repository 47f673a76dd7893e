package org.inferometer.dataset;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.inferometer.dataset.PromptSequence.Renewal;
import org.inferometer.record.Phase;
import org.inferometer.server.Tokenizer;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticTextTest {
  @TempDir Path folder;

  @Test
  void isAsManyTokensAsWordsForTheSmallestModelToo() {
    for (Architecture family : List.of(Architecture.GPT2, Architecture.LLAMA)) {
      Path model = folder.resolve(family.name());
      ModelWriter.write(
          ModelShape.Size.TINY.of(family).config(model, family), 1, WeightType.FLOAT32, 1);
      try (Tokenizer tokenizer = Tokenizer.load(model)) {
        assertThat(SyntheticText.added(text -> tokenizer.encode(text, false).length)).hasValue(0);
        assertThat(tokenizer.encode(SyntheticText.of(128, "any"), false)).hasSize(128);
      }
    }
  }

  @Test
  void tellsWhatATokenizerAddsToEveryText() {
    assertThat(SyntheticText.added(text -> text.strip().split(" ").length + 1)).hasValue(1);
    assertThat(SyntheticText.added(String::length)).isEmpty();
    assertThat(SyntheticText.added(text -> text.replace(" their", " the ir").split(" ").length))
        .isEmpty();
    assertThat(SyntheticText.added(text -> 1)).isEmpty();
  }

  @Test
  void isTheSameForTheSameKeyAndBeginsAlikeWhateverItsLength() {
    assertThat(SyntheticText.of(50, "a", 1)).isEqualTo(SyntheticText.of(50, "a", 1));
    assertThat(SyntheticText.of(60, "a", 1)).startsWith(SyntheticText.of(50, "a", 1));
    assertThat(SyntheticText.of(50, "a", 2)).isNotEqualTo(SyntheticText.of(50, "a", 1));
    assertThat(SyntheticText.words()).hasSize(64).doesNotHaveDuplicates();
  }

  @Test
  void promptsThatShareBlocksShareTheirBeginning() {
    String first = SyntheticText.ofBlocks(1100, 512, new long[] {46, 47, 2353}, "trial");
    String second = SyntheticText.ofBlocks(1030, 512, new long[] {46, 47, 9}, "trial");
    String other = SyntheticText.ofBlocks(1100, 512, new long[] {46, 47, 2353}, "other trial");

    assertThat(words(first)).hasSize(1100);
    assertThat(words(second)).hasSize(1030);
    assertThat(words(second).subList(0, 1024)).isEqualTo(words(first).subList(0, 1024));
    assertThat(words(second).subList(1024, 1030)).isNotEqualTo(words(first).subList(1024, 1030));
    assertThat(words(other).subList(0, 16)).isNotEqualTo(words(first).subList(0, 16));
  }

  @Test
  void eachRequestAsksANewPromptOfTheSameLength() {
    Synthetic synthetic = new Synthetic(128, 100);
    Set<String> texts = new HashSet<>();
    for (int repeat = 1; repeat <= 2; repeat++) {
      PromptSequence sequence =
          new PromptSequence(synthetic.prompts(), synthetic, "run", 7, "a", repeat);
      for (Phase phase : List.of(Phase.WARMUP, Phase.MEASURED)) {
        IntStream.range(0, 300).forEach(i -> texts.add(sequence.prompt(phase, i).text()));
      }
    }

    assertThat(texts).hasSize(1200).allMatch(text -> words(text).size() == 128);
  }

  @Test
  void lengthsAreSpreadAsTheirDistributionIs() {
    Synthetic uniform = new Synthetic(new Lengths(11, 20, null, null), 100);
    Map<Integer, Long> often =
        uniform.prompts().stream()
            .collect(groupingBy(one -> words(one.text()).size(), TreeMap::new, counting()));
    assertThat(often.keySet()).containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    assertThat(often.values()).containsOnly(10L);

    double[] normal = lengths(new Lengths(1, 1_000_000, 200.0, 30.0), 1000);
    assertThat(Arrays.stream(normal).average().orElseThrow()).isCloseTo(200, within(0.1));
    assertThat(normal[499]).isCloseTo(200, within(1.0));
    assertThat(normal[840]).as("one deviation above").isCloseTo(230, within(1.0));
    assertThat(normal).isSorted();

    double[] cut = lengths(new Lengths(190, 400, 200.0, 30.0), 1000);
    assertThat(Arrays.stream(cut).min()).hasValue(190);
    assertThat(Arrays.stream(cut).filter(one -> one == 190).count())
        .as("cut off, not heaped up at the edge")
        .isLessThan(40);
    assertThat(lengths(new Lengths(5, 5, 5.0, 1.0), 3)).containsExactly(5, 5, 5);
  }

  private static double[] lengths(Lengths lengths, int count) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> lengths.of(i, count)).toArray();
  }

  @Test
  void everyStackIsAskedTheSameLengthsInAnyRepeat() {
    Synthetic synthetic = new Synthetic(new Lengths(1, 50, null, null), 50);
    List<List<String>> asked = new ArrayList<>();
    for (String run : List.of("one", "other")) {
      PromptSequence sequence = new PromptSequence(synthetic.prompts(), synthetic, run, 7, "a", 1);
      List<Prompt> prompts =
          IntStream.range(0, 25).mapToObj(i -> sequence.prompt(Phase.MEASURED, i)).toList();
      assertThat(prompts)
          .allMatch(one -> one.id().equals("synthetic-" + words(one.text()).size()))
          .extracting(Prompt::id)
          .doesNotHaveDuplicates();
      asked.add(prompts.stream().map(Prompt::id).toList());
    }
    assertThat(asked.get(0)).isEqualTo(asked.get(1));
  }

  @Test
  void reusedPromptsAreAsManyAsAskedFor() {
    Synthetic synthetic = new Synthetic(5, 10);
    PromptSequence sequence =
        new PromptSequence(synthetic.prompts(), Renewal.NONCE, null, 7, "a", 1);

    assertThat(synthetic.prompts()).extracting(Prompt::text).doesNotHaveDuplicates().hasSize(10);
    assertThat(IntStream.range(0, 40).mapToObj(i -> sequence.prompt(Phase.MEASURED, i).text()))
        .allMatch(text -> words(text).size() == 5)
        .isSubsetOf(synthetic.prompts().stream().map(Prompt::text).toList());
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split(" "));
  }
}
