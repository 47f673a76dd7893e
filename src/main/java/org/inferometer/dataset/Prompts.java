package org.inferometer.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads prompts and conversations from JSON Lines, one a line in any {@link PromptFormat}, or from
 * one JSON array of them, as ShareGPT collections come.
 */
public final class Prompts {
  private static final String ALLOWED = "; allowed: " + PromptFormat.allowed();
  private static final String MARK = "\ufeff";
  private static final String POINTER = "version https://git-lfs.github.com/spec/";
  private static final long MOST_BYTES = 1L << 30;
  private static final DeserializationFeature TRAILING =
      DeserializationFeature.FAIL_ON_TRAILING_TOKENS;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(TRAILING)
          .build();

  private final Path file;
  private final List<Prompt> prompts = new ArrayList<>();
  private final Map<String, Integer> firstLine = new HashMap<>();

  private Prompts(Path file) {
    this.file = file;
  }

  /**
   * Reads all prompts of a file; blank lines are skipped, as are byte order marks in front of
   * lines.
   *
   * @throws DatasetException naming file and line of what is not a prompt, and of ids that occur
   *     twice; or if there is none
   */
  public static List<Prompt> read(Path file) {
    Prompts all = new Prompts(file);
    String text = text(file);
    if (text.stripLeading().startsWith("[")) {
      all.array(text);
    } else {
      all.lines(text);
    }
    if (all.prompts.isEmpty()) {
      throw new DatasetException(file, "it holds no prompt" + ALLOWED);
    }
    return List.copyOf(all.prompts);
  }

  /**
   * SHA-256 of a file's bytes in hexadecimal digits: what two runs have to share to be asked alike.
   *
   * @throws DatasetException if it cannot be read
   */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new DatasetException(file, "it cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void lines(String text) {
    int line = 0;
    for (String one : (Iterable<String>) text.lines()::iterator) {
      line++;
      String json = one.startsWith(MARK) ? one.substring(1) : one;
      if (!json.isBlank()) {
        try {
          add(line, JSON.readTree(json));
        } catch (JsonProcessingException e) {
          throw mistake(line, e);
        }
      }
    }
  }

  private void array(String text) {
    int line = 1;
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        line = json.currentTokenLocation().getLineNr();
        add(line, JSON.reader().without(TRAILING).readTree(json));
      }
      if (json.nextToken() != null) {
        throw new DatasetException(file, json.currentLocation().getLineNr(), "more than one array");
      }
    } catch (JsonProcessingException e) {
      throw mistake(e.getLocation() == null ? line : e.getLocation().getLineNr(), e);
    } catch (IOException e) {
      throw new DatasetException(file, "cannot be read: " + e.getMessage());
    }
  }

  private void add(int line, JsonNode json) {
    Prompt prompt;
    try {
      prompt = PromptFormat.read(json, prompts.size() + 1);
    } catch (PromptFormat.Mistake e) {
      throw new DatasetException(file, line, e.getMessage());
    }
    Integer first = firstLine.putIfAbsent(prompt.id(), line);
    if (first != null) {
      throw new DatasetException(
          file, line, "id \"%s\" occurs already in line %d".formatted(prompt.id(), first));
    }
    prompts.add(prompt);
  }

  private DatasetException mistake(int line, JsonProcessingException e) {
    String words = e.getOriginalMessage().replaceFirst(" \\((start marker|enable|code) .*", "");
    return new DatasetException(file, line, words + ALLOWED);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new DatasetException(
            file, "it is larger than %d GiB; allowed: a part of it".formatted(MOST_BYTES >> 30));
      }
      String text = Files.readString(file);
      if (text.startsWith(POINTER)) {
        throw new DatasetException(
            file,
            "it is a Git LFS pointer, not the prompts themselves; fetch them with: git lfs pull");
      }
      return text.startsWith(MARK) ? text.substring(1) : text;
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
