package org.inferometer.server.api;

import org.inferometer.server.ServedModel;

/** One of the two ways to ask for text: how its requests are read and its answers look. */
interface Endpoint {
  /**
   * Reads a request.
   *
   * @throws ApiException if it is not one that can be served
   */
  ApiRequest read(RequestFields fields, ServedModel model) throws ApiException;

  /** What an answer's id begins with. */
  String idPrefix();

  /** Writes one answer. */
  AnswerWriter answer(Answer answer);
}
