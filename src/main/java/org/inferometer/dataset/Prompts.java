package org.inferometer.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads prompts from JSON Lines: one {@link Prompt} a line, under the names of its components. */
public final class Prompts {
  private static final String ALLOWED =
      "; allowed: one JSON object a line, with id, text and perhaps reference, all texts";
  private static final String MARK = "\ufeff";
  private static final String POINTER = "version https://git-lfs.github.com/spec/";
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Prompt.class);

  private Prompts() {}

  /**
   * Reads all prompts of a file; blank lines are skipped, as are byte order marks in front of
   * lines.
   *
   * @throws DatasetException naming file and line of what is not a prompt, and of ids that occur
   *     twice; or if there is none
   */
  public static List<Prompt> read(Path file) {
    List<String> lines = lines(file);
    List<Prompt> prompts = new ArrayList<>();
    Map<String, Integer> firstLine = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      int line = i + 1;
      Prompt prompt = prompt(file, line, lines.get(i));
      Integer first = firstLine.putIfAbsent(prompt.id(), line);
      if (first != null) {
        throw new DatasetException(
            file, line, "id \"%s\" occurs already in line %d".formatted(prompt.id(), first));
      }
      prompts.add(prompt);
    }
    if (prompts.isEmpty()) {
      throw new DatasetException(file, "it holds no prompt" + ALLOWED);
    }
    return List.copyOf(prompts);
  }

  /**
   * SHA-256 of a file's bytes in hexadecimal digits: what two runs have to share to be asked alike.
   *
   * @throws DatasetException if it cannot be read
   */
  public static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new DatasetException(file, "it cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Prompt prompt(Path file, int line, String json) {
    Prompt prompt;
    try {
      prompt = JSON.readValue(json);
    } catch (UnrecognizedPropertyException e) {
      throw new DatasetException(
          file, line, "unknown key \"" + e.getPropertyName() + "\"" + ALLOWED);
    } catch (MismatchedInputException e) {
      throw new DatasetException(file, line, "not one object of texts" + ALLOWED);
    } catch (JsonProcessingException e) {
      throw new DatasetException(
          file,
          line,
          e.getOriginalMessage().replaceFirst(" \\((start marker|enable|code) .*", "") + ALLOWED);
    }
    if (prompt == null || blank(prompt.id()) || blank(prompt.text())) {
      throw new DatasetException(file, line, "no id or no text" + ALLOWED);
    }
    if (!encodable(prompt.id()) || !encodable(prompt.text())) {
      throw new DatasetException(
          file,
          line,
          "it holds half of a surrogate pair, which UTF-8 has no bytes for, so that no server can be"
              + " asked it; allowed: whole characters (take the line out, or its \\ud800 to \\udfff)");
    }
    return prompt;
  }

  private static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static List<String> lines(Path file) {
    try {
      String text = Files.readString(file);
      if (text.startsWith(POINTER)) {
        throw new DatasetException(
            file,
            "it is a Git LFS pointer, not the prompts themselves; fetch them with: git lfs pull");
      }
      return text.lines().map(line -> line.startsWith(MARK) ? line.substring(1) : line).toList();
    } catch (NoSuchFileException e) {
      throw new DatasetException(file, "there is no such file; allowed: a JSON Lines file");
    } catch (CharacterCodingException e) {
      throw new DatasetException(
          file, "not UTF-8 text; allowed: a JSON Lines file in UTF-8 (not UTF-16)");
    } catch (IOException e) {
      throw new DatasetException(file, "cannot be read: " + e.getMessage());
    }
  }
}
