package org.inferometer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inferometer.server.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationDefaultsTest {
  @TempDir Path directory;

  @Test
  void takesWhatTheFileSays() throws IOException {
    assertThat(
            read(
                "{'temperature':0.6,'top_k':20,'top_p':0.9,'min_p':0.1,'repetition_penalty':1.1,"
                    + "'presence_penalty':1,'frequency_penalty':-1,'max_new_tokens':50}"))
        .isEqualTo(new GenerationDefaults(new Sampling(0.6, 20, 0.9, 0.1, 1.1, 1, -1, null), 50));
  }

  @Test
  void leavesTheRestAsItIs() throws IOException {
    GenerationDefaults nothing = new GenerationDefaults(Sampling.DEFAULT, null);
    assertThat(GenerationDefaults.read(directory)).isEqualTo(nothing);
    assertThat(read("{}")).isEqualTo(nothing);
    assertThat(read("{'temperature':null,'max_new_tokens':null,'do_sample':'maybe'}"))
        .isEqualTo(nothing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          temperature        | '0.7'  | a number from 0 on
          temperature        | -1     | a number from 0 on
          temperature        | 1e999  | a number from 0 on
          top_k              | 50.5   | a whole number from -1 on
          top_k              | '50'   | a whole number from -1 on
          top_p              | true   | a number above 0, at most 1
          top_p              | 0      | a number above 0, at most 1
          min_p              | [0.1]  | a number from 0 to 1
          repetition_penalty | 0      | a number above 0
          presence_penalty   | 3      | a number from -2 to 2
          frequency_penalty  | {}     | a number from -2 to 2
          max_new_tokens     | 0      | a whole number from 1 on
          max_new_tokens     | 3e9    | a whole number from 1 on
          """)
  void refusesWhatNoRequestMaySay(String key, String value, String allowed) {
    assertThatThrownBy(() -> read("{'" + key + "':" + value + "}"))
        .isInstanceOf(ModelException.class)
        .message()
        .startsWith(directory.resolve("generation_config.json") + ": " + key + " is ")
        .contains("supported: " + allowed);
  }

  @Test
  void refusesAFileThatIsNoObject() {
    assertThatThrownBy(() -> read("[]"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("generation_config.json: expected a JSON object");
  }

  private GenerationDefaults read(String json) throws IOException {
    Files.writeString(directory.resolve("generation_config.json"), json.replace('\'', '"'));
    return GenerationDefaults.read(directory);
  }
}
