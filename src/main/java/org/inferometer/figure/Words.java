package org.inferometer.figure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inferometer.load.Load;
import org.inferometer.load.LoadAxis;
import org.inferometer.load.Part;
import org.inferometer.result.Metric;
import org.inferometer.result.Run;
import org.inferometer.scenario.Model;
import org.inferometer.scenario.Unit;

/** The words of figures, in English or as a properties file says. */
public final class Words {
  /** Languages that come along. */
  public static final List<String> LANGUAGES = List.of("en", "hr", "ko");

  /** What comes along without being told. */
  public static final Words ENGLISH = new Words(new Properties(), "", Unit.REPEAT);

  /** Where the word for what intervals are over stands in others. */
  private static final String UNITS = "{units}";

  private static final Collector<CharSequence, ?, String> BESIDE =
      Collectors.joining(" " + Load.BESIDE + " ");

  private final Properties words = new Properties();
  private final Properties other;
  private final String source;

  private Words(Properties other, String source, Unit unit) {
    this.other = other;
    this.source = source;
    try (Reader english = bundled("figures.properties")) {
      words.load(english);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the words of the figures", e);
    }
    words.putAll(other);
    String units = words.getProperty("units." + unit.one());
    words.replaceAll((key, value) -> value.toString().replace(UNITS, units));
  }

  /** The same where intervals are over {@code unit}. */
  Words over(Unit unit) {
    return new Words(other, source, unit);
  }

  /**
   * The words of one of {@link #LANGUAGES} or of a properties file in UTF-8; what it leaves out is
   * English.
   *
   * @throws IllegalArgumentException if there is no such language or file, or it has a key that no
   *     figure uses
   */
  public static Words of(String languageOrFile) {
    boolean language = LANGUAGES.contains(languageOrFile);
    if (language && languageOrFile.equals("en")) {
      return ENGLISH;
    }
    Path file = Path.of(languageOrFile);
    if (!language && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "no words called %s: give one of %s or a properties file"
              .formatted(languageOrFile, LANGUAGES));
    }
    Properties other = new Properties();
    try (Reader in =
        language
            ? bundled("figures_" + languageOrFile + ".properties")
            : Files.newBufferedReader(file)) {
      other.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the words in " + languageOrFile, e);
    }
    Words words = new Words(other, languageOrFile, Unit.REPEAT);
    other.stringPropertyNames().forEach(key -> check(key, languageOrFile));
    return words;
  }

  private static void check(String key, String source) {
    boolean known =
        ENGLISH.words.containsKey(key)
            || key.startsWith("task.")
            || key.startsWith("stack.")
            || key.startsWith("model.")
            || (key.startsWith("metric.") && Metric.find(key.substring(7)).isPresent());
    if (!known) {
      throw new IllegalArgumentException(
          "%s: no figure uses the key %s; keys are those of figures.properties, metric.<name>,"
                  .formatted(source, key)
              + " task.<name>, stack.<name> and model.<name>");
    }
  }

  private static Reader bundled(String name) {
    InputStream in = Words.class.getResourceAsStream(name);
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /** The words for {@code key}, filled in. */
  String get(String key, Object... values) {
    String pattern = words.getProperty(key);
    if (values.length == 0) {
      return pattern;
    }
    try {
      return String.format(Locale.ROOT, pattern, values);
    } catch (IllegalFormatException e) {
      throw new IllegalArgumentException(
          "%s: %s = %s does not take what English takes there: %s"
              .formatted(source, key, pattern, ENGLISH.words.getProperty(key)),
          e);
    }
  }

  /** The name of {@code metric} without its unit. */
  String metric(Metric metric) {
    return words.getProperty("metric." + metric.id(), metric.label());
  }

  /** An axis title: quantity and unit. */
  String axis(Metric metric) {
    return metric.unit().isEmpty() ? metric(metric) : metric(metric) + " (" + metric.unit() + ")";
  }

  /** The axis of a metric's values. */
  Axis linear(Metric metric) {
    return new Axis(axis(metric), Axis.Scale.LINEAR, metric.most());
  }

  /** The title of an axis of loads. */
  String axis(LoadAxis axis) {
    return get("axis." + axis.id());
  }

  /** All that may be written, without what a run calls its own. */
  Stream<String> all() {
    return words.values().stream().map(Object::toString);
  }

  /** What a task is called, or all that are mixed; of one of several models with its name. */
  String task(String name) {
    return Stream.of(name.split(Pattern.quote(Load.BESIDE)))
        .map(one -> Part.of(one, null))
        .map(
            one ->
                one.model() == null
                    ? named("task", one.task())
                    : named("model", one.model()) + " / " + named("task", one.task()))
        .collect(BESIDE);
  }

  private String named(String kind, String name) {
    return words.getProperty(kind + "." + name, name);
  }

  /** What an incomplete run lacks, after {@code between}; nothing of a complete one. */
  String unfinished(Run run, String between) {
    if (run.complete()) {
      return "";
    }
    int all = run.plan().trials().size();
    return between
        + (run.plan().scenario().search() == null
            ? get("note.incomplete", all - run.left().size(), all)
            : get("note.incomplete.search"));
  }

  /** What {@code model} is called. */
  String model(Model model) {
    return words.getProperty("model." + model.name(), model.label());
  }

  /** What models are called that are asked beside each other. */
  String models(List<Model> models) {
    return models.stream().map(this::model).collect(BESIDE);
  }

  /** What a stack is called. */
  String stack(String name, String label) {
    return words.getProperty("stack." + name, label == null ? name : label);
  }
}
