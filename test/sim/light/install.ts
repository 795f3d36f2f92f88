// Imported first: modules that keep a global for themselves find the light one.
import { lightenThisProcess } from "./web";

lightenThisProcess();
