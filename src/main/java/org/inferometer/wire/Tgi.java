package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inferometer.record.Mode;

/**
 * Text Generation Inference, {@code /generate} and {@code /generate_stream}. Greedy is there what
 * does not sample: a temperature of 0 is refused, as is the {@code top_p} of 1 that leaves nothing
 * out. What a task leaves open is asked for as OpenAI's API has it, which samples.
 */
final class Tgi extends Protocol {
  /** Which make it draw whatever else it is told, and change nothing where it is greedy. */
  private static final Set<String> SAMPLES = Set.of("top_p", "top_k");

  Tgi() {
    super(
        "tgi",
        own ->
            List.of(
                new Dialect(
                    own,
                    own.name(),
                    "max_new_tokens",
                    Set.of("ignore_eos"),
                    true,
                    true,
                    true,
                    false)));
  }

  @Override
  public boolean chats() {
    return false;
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return mode == Mode.STREAM ? "/generate_stream" : "/generate";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("inputs", "stream");
  }

  @Override
  public String argumentsIn() {
    return "parameters";
  }

  @Override
  void write(ObjectNode body, Question question) {
    Map<String, Object> asked = question.arguments();
    body.put("inputs", question.text());
    ObjectNode parameters = body.putObject(argumentsIn()).put("details", true);
    boolean greedy = is(asked.get("temperature"), 0);
    parameters.put("do_sample", !greedy);
    if (greedy) {
      asked.keySet().removeAll(SAMPLES);
    }
    asked.forEach(
        (name, value) -> {
          switch (name) {
            case "max_tokens" -> parameters.putPOJO(question.dialect().maxTokens(), value);
            case "temperature" -> putUnless(0, parameters, name, value);
            case "top_p" -> putUnless(1, parameters, name, value);
            default -> parameters.putPOJO(name, value);
          }
        });
  }

  private static void putUnless(double refused, ObjectNode to, String name, Object value) {
    if (!is(value, refused)) {
      to.putPOJO(name, value);
    }
  }

  private static boolean is(Object value, double number) {
    return value instanceof Number told && told.doubleValue() == number;
  }

  /** Its router's, which {@code --max-stop-sequences} may change. */
  @Override
  Map<String, Range> ranges(Dialect dialect) {
    return Map.of("stop", Range.atMost(4), "frequency_penalty", new Range(-2, 2));
  }

  @Override
  AnswerReader reader() {
    return new TgiReader();
  }

  @Override
  String end() {
    return "an event with generated_text";
  }

  @Override
  public String version() {
    return "/info";
  }
}
