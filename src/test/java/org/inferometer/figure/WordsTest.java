package org.inferometer.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.result.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"hr", "ko"})
  void anotherLanguageNamesAxesAndIntervals(String language) {
    Words words = Words.of(language);
    assertThat(words.axis(Metric.P2FT))
        .endsWith("(ms)")
        .isNotEqualTo(Words.ENGLISH.axis(Metric.P2FT));
    assertThat(words.get("interval.LOG_T", 5)).contains("95").contains("5").contains("%");
    assertThat(words.get("statistic.geometric")).isNotEqualTo("Geometric mean over repeats");
    assertThat(words.task("chat")).isNotEqualTo("chat");
  }

  @Test
  void whatAFileLeavesOutIsEnglish() throws Exception {
    Path file = folder.resolve("mine.properties");
    Files.writeString(
        file, "stack.s0 = naïve baseline\ntask.qa = question answering\nmodel.large = Large\n");
    Words words = Words.of(file.toString());
    assertThat(words.stack("s0", "Stack 0")).isEqualTo("naïve baseline");
    assertThat(words.stack("s1", null)).isEqualTo("s1");
    assertThat(words.task("qa")).isEqualTo("question answering");
    assertThat(words.task("chat+qa")).isEqualTo("chat + question answering");
    assertThat(words.task("large/qa")).isEqualTo("Large / question answering");
    assertThat(words.task("small/qa")).isEqualTo("small / question answering");
    assertThat(words.get("axis.share")).isEqualTo("Share of values");
  }

  @Test
  void anUnknownKeyIsRejectedByName() throws Exception {
    Path file = folder.resolve("mine.properties");
    Files.writeString(file, "axis.shares = x\n");
    assertThatThrownBy(() -> Words.of(file.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mine.properties")
        .hasMessageContaining("axis.shares");
  }

  @Test
  void aWrongPlaceholderNamesTheKeyAndTheEnglishPattern() throws Exception {
    Path file = folder.resolve("mine.properties");
    Files.writeString(file, "interval.STUDENT_T = 95 % of %s\n");
    Words words = Words.of(file.toString());
    assertThatThrownBy(() -> words.get("interval.STUDENT_T", 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval.STUDENT_T")
        .hasMessageContaining("Student t over %d repeats");
  }

  @Test
  void anUnknownLanguageSaysWhichThereAre() {
    assertThatThrownBy(() -> Words.of("klingon")).hasMessageContaining("[en, hr, ko]");
  }
}
