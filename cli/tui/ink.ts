/**
 * The one door to Ink and React. The build bundles them into this file (cli/bundle.mjs): from their own packages they take half a
 * second to load, bundled a tenth of one.
 */
export { Box, render, Text, useApp, useInput, type Key as InkKey } from "ink";
export { createElement, useEffect, useReducer, useRef, useState, type ReactNode } from "react";
