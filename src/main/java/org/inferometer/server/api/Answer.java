package org.inferometer.server.api;

/**
 * What every part of one answer says.
 *
 * @param id the answer's id
 * @param created Unix time in seconds
 * @param model the served model's name
 * @param request what was asked for
 */
record Answer(String id, long created, String model, ApiRequest request) {
  int promptTokens() {
    return request.generation().prompt().length;
  }
}
