package org.inferometer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
  @TempDir Path folder;

  @Test
  void readsOnePromptALine() throws IOException {
    Path file =
        write(
            "{\"id\":\"a\",\"text\":\"x\\ny\"}\n\n{\"text\":\"z\",\"id\":\"b\",\"reference\":\"r\"}");

    assertThat(Prompts.read(file))
        .containsExactly(new Prompt("a", "x\ny", null), new Prompt("b", "z", "r"));
  }

  @Test
  void namesFileAndLineOfAMistake() throws IOException {
    assertMistake("{\"id\":\"b\",\"text\":\"x\"", "line 2: Unexpected end-of-input");
    assertMistake("{\"id\":\"b\",\"txt\":\"x\"}", "line 2: unknown key \"txt\"; allowed: one JSON");
    assertMistake("{\"id\":\"b\"}", "line 2: no id or no text; allowed");
    assertMistake("{\"id\":\"\",\"text\":\"x\"}", "line 2: no id or no text; allowed");
    assertMistake("null", "line 2: no id or no text; allowed");
    assertMistake("[1]", "line 2: not one object of texts; allowed");
    assertMistake("{\"id\":\"b\",\"text\":\"x\"} {}", "line 2: ");
    assertMistake("{\"id\":\"b\",\"id\":\"c\",\"text\":\"x\"}", "line 2: Duplicate field 'id'");
    assertMistake("{\"id\":\"a\",\"text\":\"x\"}", "line 2: id \"a\" occurs already in line 1");
  }

  @Test
  void readsWhatOtherToolsPutAroundTheLines() throws IOException {
    Path file =
        write(
            "\ufeff{\"id\":\"a\",\"text\":\"x\"}\r\n\r\n\ufeff{\"id\":\"b\",\"text\":\"\\ud83d\\ude00\"}\r\n");

    assertThat(Prompts.read(file))
        .containsExactly(new Prompt("a", "x", null), new Prompt("b", "\ud83d\ude00", null));
  }

  @Test
  void namesWhatNoServerCanBeAskedAndWhatIsNotThere() throws IOException {
    assertMistake("{\"id\":\"b\",\"text\":\"\\ud83d!\"}", "line 2: it holds half of a surrogate");
    assertMistake("{\"id\":\"\\ude00\",\"text\":\"x\"}", "line 2: it holds half of a surrogate");
    Path pointer = write("version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 9\n");
    assertThatThrownBy(() -> Prompts.read(pointer))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("a Git LFS pointer")
        .hasMessageContaining("git lfs pull");
    Files.write(pointer, "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> Prompts.read(pointer)).hasMessageContaining("not UTF-8 text");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Prompts.read(folder.resolve("none.jsonl")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("none.jsonl: there is no such file");
  }

  @Test
  void aTemplateTakesThePromptAsItIs() {
    Prompt prompt = new Prompt("a", "  $1 {text}\\ two\n\nthree ", null);

    assertThat(new Template("Q: {text}\nA:", null).fill(prompt))
        .isEqualTo("Q:   $1 {text}\\ two\n\nthree \nA:");
    assertThat(new Template("{text}", 4).fill(prompt)).isEqualTo(prompt.text());
    assertThat(new Template("<{text}>", 3).fill(prompt)).isEqualTo("<  $1 {text}\\ two>");
  }

  private void assertMistake(String line, String message) throws IOException {
    Path file = write("{\"id\":\"a\",\"text\":\"x\"}\n" + line + "\n");
    assertThatThrownBy(() -> Prompts.read(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file + ", " + message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("prompts.jsonl"), text);
  }
}
