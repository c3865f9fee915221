/** Every screen and its address. */
import { createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import { control } from "./controlRoutes.js";
import { daily } from "./dailyRoutes.js";
import { offers } from "./offersRoutes.js";
import { root } from "./root.js";

export const screens = [...daily, ...offers, ...control];

// The gallery of the kit is for those who build the console.
export const gallery: AnyRoute[] = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: "/kit",
        component: lazyRouteComponent(() => import("./Gallery.js"), "Gallery"),
      }),
    ]
  : [];
