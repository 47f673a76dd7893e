package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.server.Tokenizer;
import org.inferometer.server.model.Architecture;
import org.inferometer.server.model.ModelShape;
import org.inferometer.server.model.ModelWriter;
import org.inferometer.server.model.WeightType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonceTest {
  private static final int MANY = 3000;

  @TempDir private Path folder;

  @Test
  void isTheSameForTheSameKeyOnly() {
    assertThat(Nonce.of("run", true, 7L)).isEqualTo(Nonce.of("run", true, 7L));
    Set<String> all = new HashSet<>();
    for (long place = 0; place < MANY; place++) {
      all.add(Nonce.of("run", true, place));
      all.add(Nonce.of("run", false, place));
      all.add(Nonce.of("run", true + "" + place));
    }
    assertThat(all).hasSize(3 * MANY);
  }

  @Test
  void differsFromOthersInItsFirstWordsAlready() {
    Set<String> beginnings =
        IntStream.range(0, MANY)
            .mapToObj(i -> Nonce.of(i))
            .map(one -> one.substring(0, 21))
            .collect(Collectors.toSet());

    assertThat(beginnings).hasSizeGreaterThan(MANY * 99 / 100);
  }

  @ParameterizedTest
  @CsvSource({"512, 26", "4096, 10", "50257, 10"})
  void costsTheSameForTheTokenizersOfWrittenModels(int vocabulary, int tokens) {
    ModelShape shape = new ModelShape(1, 64, 4, 4, vocabulary, 256);
    ModelWriter.write(shape.config(folder, Architecture.GPT2), 1, WeightType.FLOAT32, 1);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      int plain = tokenizer.encode("Question: what is a gerund?", false).length;
      for (int i = 0; i < MANY; i++) {
        String nonce = Nonce.of(i);
        assertThat(nonce).hasSize(Nonce.LENGTH).doesNotContain("  ").endsWith("\n");
        assertThat(tokenizer.encode(nonce + "Question: what is a gerund?", false))
            .as(nonce)
            .hasSize(plain + tokens);
      }
    }
  }
}
