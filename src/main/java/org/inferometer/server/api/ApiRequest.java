package org.inferometer.server.api;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inferometer.server.GenerationRequest;
import org.inferometer.server.Sampling;
import org.inferometer.server.ServedModel;

/**
 * What both endpoints' requests have in common.
 *
 * @param generation what to generate
 * @param stream whether to answer with events
 * @param includeUsage whether an event with the token counts ends the stream
 * @param continuousUsage whether every event has the token counts so far
 * @param returnTokenIds whether token ids are shown
 */
record ApiRequest(
    GenerationRequest generation,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage,
    boolean returnTokenIds) {

  /** Where a request says how many tokens it wants, and what it gets if it does not. */
  record TokenLimit(Long asked, String field, Integer otherwise) {}

  static void checkModel(RequestFields fields, ServedModel model) throws ApiException {
    String name = fields.text("model");
    if (name != null && !name.equals(model.name())) {
      throw unknownModel(name);
    }
  }

  static ApiException unknownModel(String name) {
    return new ApiException(404, "model", "The model `" + name + "` does not exist.");
  }

  static ApiRequest read(
      RequestFields fields, ServedModel model, int[] prompt, String promptField, TokenLimit limit)
      throws ApiException {
    boolean stream = fields.flag("stream", false);
    if (fields.has("stream_options") && !stream) {
      throw ApiException.badRequest(
          "stream_options", "stream_options is allowed only with stream: true");
    }
    RequestFields options = fields.object("stream_options");
    boolean includeUsage = options.flag("include_usage", false);
    int maxTokens = maxTokens(model, prompt, promptField, limit);
    GenerationRequest generation =
        new GenerationRequest(
            prompt,
            maxTokens,
            minTokens(fields, limit, maxTokens),
            sampling(fields, model.defaults().sampling()),
            fields.texts("stop"),
            stopTokens(fields, model),
            fields.flag("ignore_eos", false),
            fields.flag("skip_special_tokens", true));
    return new ApiRequest(
        generation,
        stream,
        includeUsage,
        includeUsage && options.flag("continuous_usage_stats", false),
        fields.flag("return_token_ids", false));
  }

  /**
   * The tokens of a prompt's text. One that is too long for the context whatever its tokens are is
   * not cut into them, for that takes the more time and memory the longer it is.
   */
  static int[] tokens(ServedModel model, String field, String text, boolean specialTokens)
      throws ApiException {
    int least = text.length() / model.tokenizer().longestTokenBytes();
    if (least >= model.contextLength()) {
      throw tooLong(model, field, "at least " + least);
    }
    int[] tokens = model.tokenizer().encode(text, specialTokens);
    int vocabulary = model.engine().vocabularySize();
    for (int token : tokens) {
      if (token >= vocabulary) {
        throw ApiException.badRequest(
            field,
            "%s holds the token %d, which is beyond the vocabulary of %d tokens that the model has weights for"
                .formatted(field, token, vocabulary));
      }
    }
    return tokens;
  }

  private static ApiException tooLong(ServedModel model, String field, String tokens) {
    return ApiException.badRequest(
        field,
        "This model's maximum context length is %d tokens, but the request has %s prompt tokens;"
                .formatted(model.contextLength(), tokens)
            + " at least one must be left for the output.");
  }

  /** As vLLM: at most as many as may be generated. */
  private static int minTokens(RequestFields fields, TokenLimit limit, int maxTokens)
      throws ApiException {
    Long least = fields.integer("min_tokens", 0, Integer.MAX_VALUE);
    long most = limit.asked() == null ? maxTokens : limit.asked();
    if (least != null && least > most) {
      throw fields.wrong("min_tokens", "at most " + limit.field() + ", which is " + most);
    }
    return least == null ? 0 : least.intValue();
  }

  /** As vLLM: more than fits behind the prompt is cut, more than the whole context is refused. */
  private static int maxTokens(
      ServedModel model, int[] prompt, String promptField, TokenLimit limit) throws ApiException {
    int context = model.contextLength();
    if (prompt.length == 0) {
      throw ApiException.badRequest(promptField, promptField + " has no tokens");
    }
    if (prompt.length >= context) {
      throw tooLong(model, promptField, String.valueOf(prompt.length));
    }
    if (limit.asked() != null && limit.asked() > context) {
      throw ApiException.badRequest(
          limit.field(),
          "%s is %d, more than this model's maximum context length of %d tokens."
              .formatted(limit.field(), limit.asked(), context));
    }
    int rest = context - prompt.length;
    if (limit.asked() != null) {
      return (int) Math.min(limit.asked(), rest);
    }
    return limit.otherwise() == null ? rest : Math.min(limit.otherwise(), rest);
  }

  private static Sampling sampling(RequestFields fields, Sampling otherwise) throws ApiException {
    double topP = fields.number("top_p", 0, 1, otherwise.topP());
    if (topP == 0) {
      throw fields.wrong("top_p", "above 0 and at most 1");
    }
    double repetition = fields.number("repetition_penalty", 0, 1000, otherwise.repetitionPenalty());
    if (repetition == 0) {
      throw fields.wrong("repetition_penalty", "above 0");
    }
    Long topK = fields.integer("top_k", -1, Integer.MAX_VALUE);
    return new Sampling(
        fields.number("temperature", 0, 1000, otherwise.temperature()),
        topK == null ? otherwise.topK() : topK.intValue(),
        topP,
        fields.number("min_p", 0, 1, otherwise.minP()),
        repetition,
        fields.number("presence_penalty", -2, 2, otherwise.presencePenalty()),
        fields.number("frequency_penalty", -2, 2, otherwise.frequencyPenalty()),
        seed(fields));
  }

  /** As vLLM: -1 is no seed. */
  private static Long seed(RequestFields fields) throws ApiException {
    Long seed = fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    return seed != null && seed == -1 ? null : seed;
  }

  private static Set<Integer> stopTokens(RequestFields fields, ServedModel model)
      throws ApiException {
    String name = "stop_token_ids";
    if (fields.has(name) && !fields.value(name).isArray()) {
      throw fields.wrong(name, "a list of token ids");
    }
    int[] tokens = fields.tokens(name, fields.value(name), model.engine().vocabularySize());
    return IntStream.of(tokens).boxed().collect(Collectors.toUnmodifiableSet());
  }
}
