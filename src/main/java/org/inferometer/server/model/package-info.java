/**
 * Model directories as Hugging Face lays them out: configuration, weights, tokenizer; read and
 * written.
 */
package org.inferometer.server.model;
