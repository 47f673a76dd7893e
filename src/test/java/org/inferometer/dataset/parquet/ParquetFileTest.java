package org.inferometer.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.inferometer.dataset.DatasetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that another program has written: make.py beside them. */
class ParquetFileTest {
  private static final Path FILES = Path.of("src/test/resources/org/inferometer/dataset/parquet");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "snappy", "gzip", "zstd", "lz4", "delta", "older-names"})
  void readsWhatWasWritten(String name) throws IOException {
    List<String> written = Files.readAllLines(FILES.resolve("rows.jsonl"));

    List<String> read =
        rows(FILES.resolve(name + ".parquet"), columns()).stream().map(JsonNode::toString).toList();

    assertThat(read).isEqualTo(written);
  }

  @Test
  void readsAsManyPagesAndGroupsAsThereAre() throws IOException {
    List<ObjectNode> rows = rows(FILES.resolve("many.parquet"), Set.of("text", "number", "few"));

    assertThat(rows).hasSize(5000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get("text").textValue()).isEqualTo("text %d of %d", i % 700, i);
      assertThat(rows.get(i).get("number").intValue()).isEqualTo(i * i * (i % 2 == 0 ? -1 : 1));
      assertThat(rows.get(i).get("few").textValue()).isEqualTo("kind " + i / 100 % 7);
    }
  }

  @Test
  void readsTheWantedColumnsAloneAndNamesTheOthers() throws IOException {
    assertThat(rows(FILES.resolve("brotli.parquet"), Set.of("nothing")).get(0).toString())
        .startsWith("{\"id\":null,\"question\":null,");
    refuses(FILES.resolve("brotli.parquet"), "compressed with BROTLI; allowed: none, Snappy, GZIP");
  }

  @Test
  void saysWhereAFileIsNotWhole() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("plain.parquet"));
    Path part = folder.resolve("part.parquet");
    for (int length : new int[] {4, 11, 12, 100, whole.length - 1}) {
      Files.write(part, Arrays.copyOf(whole, length));
      refuses(part, "part.parquet: it is Parquet that cannot be read here: it is cut");
    }
    byte[] encrypted = whole.clone();
    encrypted[whole.length - 1] = 'E';
    Files.write(part, encrypted);
    refuses(part, "it is encrypted");
  }

  /** No damage makes it go on for ever, take all memory, or fail in other words. */
  @Test
  @Timeout(120)
  void damageIsToldInOneLine() throws IOException {
    Random random = new Random(15);
    Path damaged = folder.resolve("damaged.parquet");
    for (String name : List.of("plain", "snappy", "gzip", "zstd", "lz4", "delta")) {
      byte[] whole = Files.readAllBytes(FILES.resolve(name + ".parquet"));
      for (int i = 0; i < 250; i++) {
        byte[] bytes = whole.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Files.write(damaged, bytes);
        try {
          rows(damaged, columns());
        } catch (DatasetException e) {
          assertThat(e.getMessage().lines()).hasSize(1);
        }
      }
    }
  }

  private void refuses(Path file, String why) {
    assertThatThrownBy(() -> rows(file, columns()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(why);
  }

  private static Set<String> columns() throws IOException {
    Set<String> names = new HashSet<>();
    String first = Files.readAllLines(FILES.resolve("rows.jsonl"), StandardCharsets.UTF_8).get(0);
    new JsonMapper().readTree(first).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<ObjectNode> rows(Path file, Set<String> wanted) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (ParquetFile in = new ParquetFile(file, wanted)) {
      for (ObjectNode row = in.next(); row != null; row = in.next()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
