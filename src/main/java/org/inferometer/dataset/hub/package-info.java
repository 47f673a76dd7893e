/** Prompts out of public data sets and local files, chosen so that others can choose the same. */
package org.inferometer.dataset.hub;
