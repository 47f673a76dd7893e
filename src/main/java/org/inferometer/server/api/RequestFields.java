package org.inferometer.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A request's JSON object, read field by field. A field that is {@code null} is not there. */
final class RequestFields {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode root;
  private final String prefix;

  private RequestFields(JsonNode root, String prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  static RequestFields parse(byte[] body) throws ApiException {
    try {
      JsonNode root = JSON.readTree(body);
      if (root == null || !root.isObject()) {
        throw ApiException.badRequest(null, "the body must be a JSON object");
      }
      return new RequestFields(root, "");
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(null, "the body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.badRequest(null, "the body is not valid JSON: " + e.getMessage());
    }
  }

  boolean has(String name) {
    return root.hasNonNull(name);
  }

  JsonNode value(String name) {
    return root.path(name);
  }

  /** The object in a field; empty if it is not there. */
  RequestFields object(String name) throws ApiException {
    if (has(name) && !root.get(name).isObject()) {
      throw wrong(name, "an object");
    }
    return new RequestFields(root.path(name), prefix + name + ".");
  }

  String text(String name) throws ApiException {
    if (has(name) && !root.get(name).isTextual()) {
      throw wrong(name, "a string");
    }
    return has(name) ? root.get(name).textValue() : null;
  }

  boolean flag(String name, boolean otherwise) throws ApiException {
    if (has(name) && !root.get(name).isBoolean()) {
      throw wrong(name, "true or false");
    }
    return has(name) ? root.get(name).booleanValue() : otherwise;
  }

  Long integer(String name, long least, long most) throws ApiException {
    if (!has(name)) {
      return null;
    }
    JsonNode value = root.get(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(name, "an integer from " + least + " to " + most);
    }
    return value.longValue();
  }

  double number(String name, double least, double most, double otherwise) throws ApiException {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = root.get(name);
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(name, "a number from " + least + " to " + most);
    }
    return value.doubleValue();
  }

  /** Strings of a field that holds one or a list of them; none may be empty. */
  List<String> texts(String name) throws ApiException {
    List<String> texts = new ArrayList<>();
    if (has(name)) {
      JsonNode value = root.get(name);
      for (JsonNode text : value.isArray() ? value : List.of(value)) {
        if (!text.isTextual() || text.textValue().isEmpty()) {
          throw wrong(name, "a string that is not empty, or a list of such strings");
        }
        texts.add(text.textValue());
      }
    }
    return texts;
  }

  /** Token ids of a field that holds a list of them. */
  int[] tokens(String name, JsonNode list, int vocabularySize) throws ApiException {
    int[] tokens = new int[list.size()];
    for (int i = 0; i < tokens.length; i++) {
      JsonNode token = list.get(i);
      if (!token.isIntegralNumber()
          || !token.canConvertToInt()
          || token.intValue() < 0
          || token.intValue() >= vocabularySize) {
        throw wrong(name, "token ids from 0 to " + (vocabularySize - 1));
      }
      tokens[i] = token.intValue();
    }
    return tokens;
  }

  /** The error for a value that is not allowed. */
  ApiException wrong(String name, String allowed) {
    if (!root.has(name)) {
      return ApiException.badRequest(
          prefix + name, prefix + name + " is missing; it must be " + allowed);
    }
    String found = root.get(name).toString();
    found = found.length() <= 100 ? found : found.substring(0, 100) + "...";
    return ApiException.badRequest(
        prefix + name, prefix + name + " is " + found + "; it must be " + allowed);
  }
}
