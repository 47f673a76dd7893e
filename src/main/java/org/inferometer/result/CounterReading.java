package org.inferometer.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a stack's own counters said before and after one repeat of a trial, warm-up included. */
record CounterReading(String stack, String trial, int repeat, JsonNode before, JsonNode after) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The readings in {@code file}, the last of each repeat; none where there is no such file. */
  static Collection<CounterReading> read(Path file, Consumer<String> problems) {
    Map<List<Object>, CounterReading> last = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      try {
        JsonNode one = JSON.readTree(line);
        String stack = one.path("stack").asText();
        String trial = one.path("trial").asText();
        int repeat = one.path("repeat").asInt();
        last.put(
            List.of(stack, trial, repeat),
            new CounterReading(stack, trial, repeat, one.path("before"), one.path("after")));
      } catch (JsonProcessingException e) {
        problems.accept("%s, line %d is left out: no JSON".formatted(file, number));
      }
    }
    return last.values();
  }

  /** Names a trial of a stack. */
  static String key(String stack, String trial) {
    return stack + " " + trial;
  }

  String key() {
    return key(stack, trial);
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
