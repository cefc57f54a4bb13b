import { mount } from "svelte";
import "./app.css";
import App from "./App.svelte";
import { colourCss } from "./colours.ts";
import { isolate } from "./isolation/isolate.ts";

void isolate();

const colours = document.createElement("style");
colours.textContent = colourCss();
document.head.prepend(colours);

mount(App, { target: document.querySelector("#app")! });
