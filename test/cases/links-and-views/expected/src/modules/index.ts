// Written by create-backend-kit: run `npx plop resource` to add a resource. Changes here are overwritten.
import type { Module } from '../http/types';
import { goalReviewRoutes } from './goal-reviews/goal-reviews.routes';
import { goalRoutes } from './goals/goals.routes';
import { matchRoutes } from './matches/matches.routes';
import { membershipRoutes } from './memberships/memberships.routes';
import { playerRoutes } from './players/players.routes';
import { playerSkillsRoutes } from './players/players.skills.routes';
import { sightingRoutes } from './sightings/sightings.routes';
import { skillRoutes } from './skills/skills.routes';
import { skillPlayersRoutes } from './skills/skills.players.routes';
import { teamRoutes } from './teams/teams.routes';
import { scorerRoutes } from './scorers/scorers.routes';
import { teamStandingRoutes } from './team-standings/team-standings.routes';

/** Every resource with its place under /v1. */
export const modules: readonly Module[] = [
  { prefix: '/goal-reviews', routes: goalReviewRoutes },
  { prefix: '/goals', routes: goalRoutes },
  { prefix: '/matches', routes: matchRoutes },
  { prefix: '/memberships', routes: membershipRoutes },
  { prefix: '/players', routes: playerRoutes },
  { prefix: '/players/:id/skills', routes: playerSkillsRoutes },
  { prefix: '/sightings', routes: sightingRoutes },
  { prefix: '/skills', routes: skillRoutes },
  { prefix: '/skills/:code/players', routes: skillPlayersRoutes },
  { prefix: '/teams', routes: teamRoutes },
  { prefix: '/scorers', routes: scorerRoutes },
  { prefix: '/team-standings', routes: teamStandingRoutes },
];
