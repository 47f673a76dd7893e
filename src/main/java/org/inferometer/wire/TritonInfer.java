package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.inferometer.record.Mode;

/**
 * KServe's inference protocol, version 2, as NVIDIA Triton speaks it: everything that a model is
 * told is a tensor with a shape and a type, and so is everything it answers. There are no streams.
 */
final class TritonInfer extends TritonProtocol {
  TritonInfer() {
    super("triton-infer");
  }

  @Override
  public boolean batches() {
    return true;
  }

  @Override
  public Set<Mode> modes() {
    return Set.of(Mode.SYNC);
  }

  @Override
  String route(Api api, Mode mode, String model) {
    return TritonWords.path(model) + "/infer";
  }

  @Override
  Set<String> ownFields() {
    return Set.of("inputs", "stream", "streaming");
  }

  @Override
  void write(ObjectNode body, Question question) {
    TritonWords words = TritonWords.of(question);
    ArrayNode inputs = body.putArray("inputs");
    List<String> texts = question.prompt().texts();
    boolean batched = question.dialect().takes(TritonWords.BATCH);
    String prompt = question.dialect().called(TritonWords.PROMPT);
    tensor(inputs, prompt, texts, batched ? texts.size() : 0);
    words
        .tensors()
        .forEach(
            (name, value) ->
                tensor(
                    inputs,
                    name,
                    repeated(value instanceof List<?> list ? list : List.of(value), texts.size()),
                    batched ? texts.size() : 0));
    ObjectNode parameters = body.putObject("parameters");
    for (Map.Entry<String, Object> one : words.parameters().entrySet()) {
      parameters.putPOJO(one.getKey(), one.getValue());
    }
  }

  /** The same for each of {@code rows}. */
  private static List<?> repeated(List<?> row, int rows) {
    return Stream.generate(() -> row).limit(rows).flatMap(List::stream).toList();
  }

  /**
   * @param rows size of the batch; 0 for a tensor without that dimension
   */
  private static void tensor(ArrayNode inputs, String name, List<?> elements, int rows) {
    ObjectNode tensor = inputs.addObject().put("name", name);
    ArrayNode shape = tensor.putArray("shape");
    if (rows > 0) {
      shape.add(rows);
    }
    shape.add(elements.size() / Math.max(1, rows));
    tensor.put("datatype", type(elements.get(0)));
    ArrayNode data = tensor.putArray("data");
    elements.forEach(data::addPOJO);
  }

  private static String type(Object value) {
    return value instanceof Boolean
        ? "BOOL"
        : value instanceof Integer
            ? "INT32"
            : value instanceof Long ? "UINT64" : value instanceof Double ? "FP32" : "BYTES";
  }

  @Override
  AnswerReader reader() {
    return reader(dialects().get(0));
  }

  @Override
  AnswerReader reader(Dialect dialect) {
    return new TritonInferReader(dialect);
  }
}
