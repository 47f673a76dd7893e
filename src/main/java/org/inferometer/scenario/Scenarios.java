package org.inferometer.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads scenario files. */
public final class Scenarios {
  /** Key of the override that has all answers kept, whatever the scenario says. */
  public static final String KEEP_ANSWERS = "keep-answers";

  /** What a YAML parser takes, and far more than anybody writes. */
  private static final int MOST_BYTES = 3 << 20;

  private Scenarios() {}

  /**
   * Reads and checks a scenario. Paths in it are seen from its own folder; prompts and model
   * directories must exist, and so must the variables of the environment that it names.
   *
   * @param overrides {@code stack.url.NAME} to the address of a running server, which takes the
   *     place of that stack's launch
   * @throws ScenarioException with all problems found
   */
  public static Scenario read(Path file, Map<String, String> overrides) {
    return read(file, overrides, System.getenv());
  }

  /** The overrides among {@code properties}: those whose key starts with {@code stack.}. */
  public static Map<String, String> overrides(Properties properties) {
    Map<String, String> overrides = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith("stack."))
        .sorted()
        .forEach(key -> overrides.put(key, properties.getProperty(key)));
    return overrides;
  }

  static Scenario read(Path file, Map<String, String> overrides, Map<String, String> environment) {
    YamlDocument document = new YamlDocument(text(file));
    Path folder = file.toAbsolutePath().normalize().getParent();
    List<Problem> problems = new ArrayList<>(document.problems());
    if (problems.isEmpty() || document.root().isObject()) {
      problems.addAll(Overrides.apply(document, overrides));
      List<Problem> disagreeing = new ScenarioSchema().problems(document);
      problems.addAll(disagreeing);
      problems.addAll(DurationChecks.problems(document));
      List<Problem> others = checked(document, folder, environment, problems);
      Set<String> told = disagreeing.stream().map(Problem::path).collect(Collectors.toSet());
      others.removeIf(one -> !one.path().isEmpty() && told.contains(one.path()));
      problems.addAll(others);
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(file, problems);
    }
    return new ScenarioBinder(document.root(), folder, environment).scenario();
  }

  /** What a schema cannot say; of a value that it finds wrong perhaps more, which adds nothing. */
  private static List<Problem> checked(
      YamlDocument document, Path folder, Map<String, String> environment, List<Problem> known) {
    List<Problem> problems = new ArrayList<>(LoadChecks.problems(document, folder, known));
    problems.addAll(SearchChecks.problems(document, known));
    problems.addAll(VariableChecks.problems(document, environment));
    problems.addAll(ScenarioChecks.problems(document, folder, environment));
    problems.addAll(TenantChecks.problems(document, folder, known));
    problems.addAll(RefusedValues.problems(document));
    if (!document.root().has("tenants")) {
      problems.addAll(UnlikeArguments.problems(document));
    }
    return problems;
  }

  /** The JSON Schema of scenarios, as text. */
  public static String schema() {
    return ScenarioSchema.text();
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ScenarioException(file, "longer than 3 MiB; allowed: a YAML file");
      }
      ByteBuffer undecoded = ByteBuffer.wrap(bytes);
      CharBuffer text = CharBuffer.allocate(bytes.length);
      boolean damaged = StandardCharsets.UTF_8.newDecoder().decode(undecoded, text, true).isError();
      String decoded = text.flip().toString();
      if (damaged) {
        String message = "not UTF-8 text: found the byte 0x%02X; allowed: a YAML file in UTF-8";
        throw new ScenarioException(
            file,
            List.of(
                new Problem(Problem.Place.after(decoded), "", message.formatted(undecoded.get()))));
      }
      return decoded;
    } catch (NoSuchFileException e) {
      throw new ScenarioException(file, "there is no such file; allowed: the path of a YAML file");
    } catch (IOException e) {
      throw new ScenarioException(file, "cannot be read: " + e.getMessage());
    }
  }
}
